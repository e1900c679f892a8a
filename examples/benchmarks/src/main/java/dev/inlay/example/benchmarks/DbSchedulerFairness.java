package dev.inlay.example.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;

/** db-scheduler as a contender: tasks are taken in the order of their time, whoever's they are. */
final class DbSchedulerFairness implements FairnessContender {

    private final DataSource dataSource;
    private final int threads;

    DbSchedulerFairness(DataSource dataSource, int threads) {
        this.dataSource = dataSource;
        this.threads = threads;
    }

    @Override
    public void load(int events) throws SQLException {
        new DbSchedulerOutbox(dataSource, threads).load(events, false);
    }

    @Override
    public Running start(Receiver receiver) throws SQLException {
        load(0);
        OneTimeTask<String> task =
                Tasks.oneTime("deliver", String.class).execute((instance, context) -> receiver.take(instance.getData()));
        Scheduler scheduler = Scheduler.create(dataSource, task)
                .threads(threads)
                .pollingInterval(Duration.ofMillis(100))
                .pollUsingLockAndFetch(0.5, 4.0)
                .enableImmediateExecution()
                .shutdownMaxWait(Duration.ofSeconds(2))
                .build();
        scheduler.start();
        return new Running() {

            @Override
            public void publish(String payload) {
                scheduler.schedule(task.instance(UUID.randomUUID().toString(), payload), Instant.now());
            }

            @Override
            public void close() {
                scheduler.stop();
            }
        };
    }
}
