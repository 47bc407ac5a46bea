/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale.schema;

import io.meshobservatory.connectors.timescale.DatabaseConfig;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * A real server with an extension called timescaledb whose functions have the real signatures and write down how they
 * were called, in {@code timescale_calls}. What no extension of SQL functions can do is the storage option of
 * {@code alter table}; {@link #dataSource} passes that statement to the server as a note of its text.
 */
final class TimescaleStub implements AutoCloseable {
    private static final String FUNCTIONS = """
            create table timescale_calls (number serial, call text not null);

            create function create_hypertable(
                relation regclass, time_column_name name, partitioning_column name default null,
                number_partitions integer default null, associated_schema_name name default null,
                associated_table_prefix name default null, chunk_time_interval anyelement default null::bigint,
                create_default_indexes boolean default true, if_not_exists boolean default false)
                returns table (hypertable_id int, schema_name name, table_name name, created bool)
                language plpgsql as $$
            begin
                if exists (select from pg_class where oid = relation and relkind = 'p') then
                    raise exception 'table "%" is already partitioned', relation;
                end if;
                insert into timescale_calls (call) values (format('create_hypertable(%s, %s, %s, indexes %s)',
                    relation, time_column_name, chunk_time_interval, create_default_indexes));
                return query select 1, 'public'::name, relation::text::name, true;
            end $$;

            create function add_compression_policy(
                hypertable regclass, compress_after interval default null, if_not_exists boolean default false)
                returns integer language sql as $$
                insert into timescale_calls (call)
                values (format('add_compression_policy(%s, %s)', hypertable, compress_after)) returning number $$;

            create schema timescaledb_information;
            create table timescaledb_information.jobs (
                proc_name name, hypertable_schema name, hypertable_name name, config jsonb);

            create function add_retention_policy(
                relation regclass, drop_after interval default null, if_not_exists boolean default false)
                returns integer language sql as $$
                insert into timescaledb_information.jobs values ('policy_retention', 'public', relation::text,
                    jsonb_build_object('drop_after', drop_after));
                insert into timescale_calls (call)
                values (format('add_retention_policy(%s, %s)', relation, drop_after)) returning number $$;

            create function remove_retention_policy(relation regclass, if_exists boolean default false)
                returns void language plpgsql as $$
            begin
                delete from timescaledb_information.jobs where hypertable_name = relation::text;
                if not found and not if_exists then
                    raise exception 'retention policy not found for hypertable "%"', relation;
                end if;
                insert into timescale_calls (call) values (format('remove_retention_policy(%s)', relation));
            end $$;
            """;

    private final EmbeddedPostgres server;
    private final Path extensions;

    /** A server with files of its own: others use those that are unpacked by default. */
    TimescaleStub() {
        try {
            Path files = Files.createDirectories(Path.of("target", "postgresql-with-stub"));
            server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(files.toFile())
                    // unpacked files are shared by all servers with the same resolver
                    .setPgBinaryResolver(DefaultPostgresBinaryResolver.INSTANCE::getPgBinary)
                    .setServerConfig("fsync", "off")
                    .start();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet shared =
                            statement.executeQuery("select setting from pg_config where name = 'SHAREDIR'")) {
                shared.next();
                extensions = Path.of(shared.getString(1), "extension");
            }
            Files.writeString(extensions.resolve("timescaledb--2.17.2.sql"), FUNCTIONS);
            Files.writeString(extensions.resolve("timescaledb--2.10.1.sql"), FUNCTIONS);
            // what the real one does to a session when it is not in shared_preload_libraries
            Files.writeString(
                    extensions.resolve("timescaledb--2.18.0.sql"),
                    "do $$ begin perform pg_terminate_backend(pg_backend_pid()); end $$;");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    EmbeddedPostgres server() {
        return server;
    }

    /** Which version the server offers from now on; 2.18.0 is one that is not preloaded. */
    void offer(String version) throws IOException {
        Files.writeString(
                extensions.resolve("timescaledb.control"),
                "default_version = '" + version + "'\nrelocatable = false\ncomment = 'stub'\n");
    }

    static DataSource dataSource(DatabaseConfig config) {
        return proxy(DataSource.class, config.dataSource());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                TimescaleStub.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object[] passed = arguments;
                    if (target instanceof Statement
                            && method.getName().equals("execute")
                            && isStorageOption(arguments[0])) {
                        passed = arguments.clone();
                        passed[0] = "insert into timescale_calls (call) values ($text$" + arguments[0] + "$text$)";
                    }
                    Object result;
                    try {
                        result = method.invoke(target, passed);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                    return switch (method.getName()) {
                        case "getConnection" ->
                            target instanceof DataSource ? proxy(Connection.class, (Connection) result) : result;
                        case "createStatement" -> proxy(Statement.class, (Statement) result);
                        default -> result;
                    };
                }));
    }

    private static boolean isStorageOption(Object sql) {
        String text = sql.toString().toLowerCase(Locale.ROOT);
        return text.startsWith("alter table") && text.contains("timescaledb.compress");
    }

    /** The calls so far, white space made single. */
    static List<String> normalized(List<String> calls) {
        return calls.stream().map(call -> call.replaceAll("\\s+", " ")).toList();
    }
}
