package dev.inlay.example.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** db-scheduler: one one-time task per event, polled by lock-and-fetch. Keeps no order between tasks. */
final class DbSchedulerOutbox implements OutboxContender {

    private final DataSource dataSource;
    private final int threads;
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicLong first = new AtomicLong();
    private final OneTimeTask<String> task = Tasks.oneTime("deliver", String.class)
            .execute((instance, context) -> {
                if (delivered.getAndIncrement() == 0) {
                    first.set(System.nanoTime());
                }
            });

    DbSchedulerOutbox(DataSource dataSource, int threads) {
        this.dataSource = dataSource;
        this.threads = threads;
    }

    @Override
    public void load(int events, boolean keyed) throws SQLException {
        create();
        Scheduler client = scheduler().build();
        Instant due = Instant.now();
        List<TaskInstance<?>> batch = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            batch.add(task.instance((keyed ? "claim-" + i % KEYS : "") + "#" + i, OutboxContender.payload(i)));
            if (batch.size() == 500 || i == events - 1) {
                client.scheduleBatch(batch, due);
                batch.clear();
            }
        }
        run("analyze scheduled_tasks");
    }

    void create() throws SQLException {
        run(
                "create table if not exists scheduled_tasks (task_name text not null, task_instance text not null, task_data"
                        + " bytea, execution_time timestamp with time zone not null, picked boolean not null, picked_by text,"
                        + " last_success timestamp with time zone, last_failure timestamp with time zone, consecutive_failures"
                        + " int, last_heartbeat timestamp with time zone, version bigint not null, priority smallint, primary"
                        + " key (task_name, task_instance))");
        run("create index if not exists execution_time_idx on scheduled_tasks (execution_time)");
        run("create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat)");
    }

    private SchedulerBuilder scheduler() {
        return Scheduler.create(dataSource, task)
                .threads(threads)
                .pollingInterval(Duration.ofMillis(100))
                .pollUsingLockAndFetch(0.5, 4.0);
    }

    @Override
    public double drain(int events) throws SQLException {
        delivered.set(0);
        Scheduler scheduler = scheduler().build();
        scheduler.start();
        try {
            while (delivered.get() < events || waiting()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            return (System.nanoTime() - first.get()) / 1e9;
        } finally {
            scheduler.stop();
        }
    }

    private boolean waiting() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1 from scheduled_tasks limit 1")) {
            return rows.next();
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
