package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.testkit.contracts.Proves;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Proves("TEN-3")
final class CarryingFutureTest {

    private final MapDirectory directory = new MapDirectory();
    private final TenantEngine tenants = new TenantEngine(directory, () -> {}, false);
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void leavesNoTenantOnThePoolThread() throws Exception {
        assertThat(pool.submit(tenants::currentIfBound).get(30, TimeUnit.SECONDS))
                .isEmpty();
        pool.shutdownNow();
    }

    @Test
    void carriesAChainThatTwoTenantsHaveBuiltTogether() {
        CompletableFuture<TenantId> first = tenants.call(NORTH, () -> tenants.supplyAsync(this::whoAmI, pool));
        CompletableFuture<String> both = tenants.call(SOUTH, () -> first.thenApply(id -> id + " " + whoAmI()));
        CompletableFuture<String> all = tenants.call(NORTH, () -> both.thenApply(ids -> ids + " " + whoAmI()));

        assertThat(all.join()).isEqualTo("north-clinic south-clinic north-clinic");
    }

    @Test
    void saysThatTheWorkIsCarried() {
        CompletableFuture<Origin> origin = tenants.call(
                NORTH, () -> tenants.supplyAsync(() -> tenants.current().origin(), pool));

        assertThat(origin.join()).isEqualTo(Origin.CARRIED);
        assertThat(tenants.call(NORTH, () -> tenants.runAsync(this::whoAmI, pool))
                        .join())
                .isNull();
    }

    @Test
    @Proves("TEN-2")
    void beginsNothingWithoutATenant() {
        assertThatThrownBy(() -> tenants.supplyAsync(this::whoAmI, pool)).isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> tenants.runAsync(() -> {}, pool)).isInstanceOf(NoTenantException.class);
    }

    @Test
    void handsStagesToAWrappedExecutorAlsoWhenCompletedByNobody() {
        Executor wrapped = tenants.wrap(pool);
        CompletableFuture<String> source = tenants.newFuture();
        CompletableFuture<TenantId> stage = tenants.call(NORTH, () -> source.thenApplyAsync(any -> whoAmI(), wrapped));

        source.complete("go");

        assertThat(stage.join()).isEqualTo(NORTH);
    }

    @Test
    void limitsTheTimeWithoutATenantAndTellsWhoeverAttached() {
        CompletableFuture<String> source = tenants.newFuture();
        CompletableFuture<TenantId> late = tenants.call(
                NORTH,
                () -> source.exceptionally(e -> e instanceof TimeoutException ? whoAmI().value() : "?")
                        .thenApply(TenantId::of));

        assertThat(source.orTimeout(1, TimeUnit.MILLISECONDS)).isSameAs(source);

        assertThat(late.join()).isEqualTo(NORTH);
        assertThatThrownBy(source::join).hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void givesAValueWhenTheTimeIsUp() {
        CompletableFuture<String> source = tenants.newFuture();
        CompletableFuture<String> late = tenants.call(SOUTH, () -> source.thenApply(v -> v + whoAmI()));

        source.completeOnTimeout("late for ", 1, TimeUnit.MILLISECONDS);

        assertThat(late.join()).isEqualTo("late for south-clinic");
    }

    @Test
    void aTimeLimitDoesNothingToWhatIsDone() {
        CompletableFuture<String> source = tenants.newFuture();
        source.complete("done");

        assertThat(source.orTimeout(1, TimeUnit.NANOSECONDS).join()).isEqualTo("done");
        assertThat(source.completeOnTimeout("late", 1, TimeUnit.NANOSECONDS).join())
                .isEqualTo("done");
    }

    @Test
    void followsAStageOfAnybody() {
        CompletableFuture<String> plain = new CompletableFuture<>();
        CompletableFuture<String> carrying = tenants.wrap(plain);
        CompletableFuture<String> again = tenants.wrap(carrying);
        CompletableFuture<TenantId> stage = tenants.call(NORTH, () -> again.thenApply(any -> whoAmI()));

        again.copy().cancel(true);
        tenants.run(SOUTH, () -> plain.complete("go"));

        assertThat(stage.join()).isEqualTo(NORTH);
        assertThat(carrying).isCompletedWithValue("go");
    }

    @Test
    void followsAFailureAndACancelledStage() {
        CompletableFuture<String> plain = new CompletableFuture<>();
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        CompletableFuture<String> carrying = tenants.wrap(plain);
        CompletableFuture<String> ended = tenants.wrap(cancelled);

        plain.completeExceptionally(new IllegalStateException("disk"));
        cancelled.cancel(true);

        assertThatThrownBy(carrying::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(ended).isCancelled();
    }

    @Test
    void carriesAWaitForAllWhenItIsWrapped() {
        CompletableFuture<TenantId> north = tenants.call(NORTH, () -> tenants.supplyAsync(this::whoAmI, pool));
        CompletableFuture<TenantId> south = tenants.call(SOUTH, () -> tenants.supplyAsync(this::whoAmI, pool));

        CompletableFuture<TenantId> stage = tenants.call(
                NORTH, () -> tenants.wrap(CompletableFuture.allOf(north, south)).thenApply(any -> whoAmI()));

        assertThat(stage.join()).isEqualTo(NORTH);
    }

    @Test
    @Proves("TEN-9")
    void failsAStageWhoseTenantWasSuspendedWhileItWaited() {
        CompletableFuture<String> source = tenants.newFuture();
        CompletableFuture<TenantId> stage = tenants.call(NORTH, () -> source.thenApply(any -> whoAmI()));
        directory.put(NORTH, TenantStatus.SUSPENDED);

        source.complete("go");

        assertThatThrownBy(stage::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        NoTenantException.class, e -> assertThat(e.code()).isEqualTo("tenant.suspended"));
    }

    @Test
    void failsAStageThatLeavesAScopeOpenAndRestoresTheThread() {
        CompletableFuture<String> source = tenants.newFuture();
        CompletableFuture<?> stage = tenants.call(NORTH, () -> source.thenApply(any -> tenants.open(NORTH)));

        tenants.run(SOUTH, () -> {
            source.complete("go");
            assertThat(whoAmI()).isEqualTo(SOUTH);
        });

        assertThatThrownBy(stage::join)
                .cause()
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo("tenant.scope.misuse"));
    }

    @Test
    void aMinimalStageIsNeitherCompletedNorWaitedFor() {
        CompletableFuture<String> source = tenants.newFuture();
        CompletionStage<String> minimal = source.minimalCompletionStage();

        assertThatThrownBy(() -> ((CompletableFuture<String>) minimal).complete("forged"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("toCompletableFuture");
        assertThatThrownBy(((CompletableFuture<String>) minimal)::join)
                .isInstanceOf(UnsupportedOperationException.class);
        CompletableFuture<String> full = minimal.toCompletableFuture();
        source.complete("value");

        assertThat(full).isCompletedWithValue("value");
    }

    private TenantId whoAmI() {
        return tenants.current().id();
    }
}
