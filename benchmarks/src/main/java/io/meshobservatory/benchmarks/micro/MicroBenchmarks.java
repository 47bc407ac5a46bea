/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.micro;

import java.nio.file.Path;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the JMH benchmarks of this package. */
public final class MicroBenchmarks {
    private MicroBenchmarks() {}

    /**
     * Runs some of them, each in a JVM of its own.
     *
     * @param names regular expression of the names to run, such as {@code DecoderBenchmark}
     * @param recording the file on which they work
     * @throws RunnerException if none has such a name, or one fails
     */
    public static void run(String names, Path recording) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(MicroBenchmarks.class.getPackageName() + ".*" + names)
                        .jvmArgsAppend("-Dobservatory.bench.recording=" + recording.toAbsolutePath())
                        .shouldFailOnError(true)
                        .build())
                .run();
    }
}
