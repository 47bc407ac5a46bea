/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;

/** What Redis does in one step, so that no other client comes between reading and writing. */
enum Script {
    /**
     * Writes one row: shows it unless a newer window is shown, and publishes it in any case. Answers {@code shown},
     * {@code late} or {@code removed}.
     */
    WRITE("""
            local window_end = tonumber(ARGV[2])
            local shown = redis.call('ZSCORE', KEYS[2], ARGV[1])
            local outcome = 'late'
            if not shown or tonumber(shown) <= window_end then
                if ARGV[6] == 'remove' then
                    if shown and tonumber(shown) == window_end then
                        redis.call('DEL', KEYS[1])
                        redis.call('ZREM', KEYS[2], ARGV[1])
                    end
                    outcome = 'removed'
                else
                    redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
                    redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
                    outcome = 'shown'
                end
            end
            redis.call('PUBLISH', ARGV[5], ARGV[3])
            return outcome
            """),

    /**
     * Takes the members whose edge has expired out of one page of the index; answers where the next page starts. By the
     * expiry and not by the score: the windows of a replayed recording are old and yet what is to be seen.
     */
    TRIM("""
            local page = redis.call('ZSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
            for i = 1, #page[2], 2 do
                if redis.call('EXISTS', ARGV[3] .. page[2][i]) == 0 then
                    redis.call('ZREM', KEYS[1], page[2][i])
                end
            end
            return page[1]
            """),

    /**
     * Writes one state of one alert unless a later one is shown, publishes it, and takes out those that nobody has written for
     * long. Answers {@code written} or {@code late}. Something that is no alert counts as older than any.
     */
    WRITE_ALERT("""
            local shown = redis.call('HGET', KEYS[1], ARGV[1])
            if shown then
                local readable, alert = pcall(cjson.decode, shown)
                if readable and type(alert) == 'table' and type(alert.unmapped) == 'table'
                        and tonumber(alert.unmapped.revision) and tonumber(alert.unmapped.revision) > tonumber(ARGV[2]) then
                    return 'late'
                end
            end
            local clock = redis.call('TIME')
            local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
            if ARGV[4] == 'show' then
                redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
                redis.call('ZADD', KEYS[2], now, ARGV[1])
            else
                redis.call('HDEL', KEYS[1], ARGV[1])
                redis.call('ZREM', KEYS[2], ARGV[1])
            end
            local expired = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[6], 'LIMIT', 0, 100)
            for i = 1, #expired do
                redis.call('HDEL', KEYS[1], expired[i])
                redis.call('ZREM', KEYS[2], expired[i])
            end
            redis.call('PUBLISH', ARGV[5], ARGV[3])
            return 'written'
            """);

    private final String lua;
    private final String digest;

    Script(String lua) {
        this.lua = lua;
        this.digest = sha1(lua);
    }

    /** Runs it by its digest, and by its text where a server that was restarted does not know it. */
    CompletionStage<byte[]> run(RedisAsyncCommands<String, byte[]> redis, String[] keys, byte[]... arguments) {
        CompletionStage<byte[]> known = redis.evalsha(digest, ScriptOutputType.VALUE, keys, arguments);
        return known.exceptionallyCompose(failure -> failure instanceof RedisNoScriptException
                ? redis.<byte[]>eval(lua, ScriptOutputType.VALUE, keys, arguments)
                : known);
    }

    private static String sha1(String text) {
        try {
            // Redis names scripts so; nothing depends on its strength
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
