package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.OutboxWritingFlaws.changing;

import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.InMemoryOutboxFixture.OnMemory;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

@Proves("KIT-1")
final class OutboxStoreContractTest extends ContractProof {

    @Override
    Supplier<? extends Contract> reference() {
        return () -> new OnMemory((sound, database) -> sound);
    }

    @Override
    List<Flaw> hollow() {
        return List.of(
                flaw("does nothing", store -> Hollow.doesNothing(OutboxStore.class), ids().toArray(String[]::new)),
                flaw("always throws", store -> Hollow.alwaysThrows(OutboxStore.class), ids().toArray(String[]::new)));
    }

    @Override
    List<Flaw> flaws() {
        return Stream.of(writing(), repeating(), reading(), leasing(), parking(), delaying())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Flaw> writing() {
        return List.of(
                flaw("raises versions", store -> changing(store, OutboxWritingFlaws::ofVersionTwo), "OUTBOX-1"),
                flaw("keeps payloads as text", store -> changing(store, OutboxWritingFlaws::asText), "OUTBOX-2"),
                flaw(
                        "commits at once",
                        OutboxWritingFlaws::committingAtOnce,
                        "OUTBOX-3",
                        "OUTBOX-4",
                        "OUTBOX-7",
                        "OUTBOX-8",
                        "OUTBOX-14",
                        "OUTBOX-43",
                        "OUTBOX-47"),
                flaw(
                        "counts as a sequence",
                        OutboxWritingFlaws::countingAsASequence,
                        "OUTBOX-4",
                        "OUTBOX-8",
                        "OUTBOX-40",
                        "OUTBOX-42",
                        "OUTBOX-43",
                        "OUTBOX-47",
                        "OUTBOX-48",
                        "OUTBOX-50"),
                flaw(
                        "numbers by id",
                        OutboxWritingFlaws::numberingById,
                        "OUTBOX-4",
                        "OUTBOX-5",
                        "OUTBOX-8",
                        "OUTBOX-9",
                        "OUTBOX-10",
                        "OUTBOX-40",
                        "OUTBOX-42",
                        "OUTBOX-43",
                        "OUTBOX-47",
                        "OUTBOX-48",
                        "OUTBOX-49",
                        "OUTBOX-50"),
                flaw(
                        "numbers everything",
                        OutboxWritingFlaws::numberingEverything,
                        "OUTBOX-6",
                        "OUTBOX-40",
                        "OUTBOX-43",
                        "OUTBOX-48",
                        "OUTBOX-49"),
                flaw(
                        "knows one target",
                        store -> changing(store, OutboxWritingFlaws::toFirstTarget),
                        "OUTBOX-9",
                        "OUTBOX-16",
                        "OUTBOX-63"),
                flaw(
                        "ignores the case of tenants",
                        store -> changing(
                                store,
                                entry -> OutboxWritingFlaws.withTenant(
                                        entry,
                                        OutboxWritingFlaws.lower(entry.tenant().value()))),
                        "OUTBOX-10"),
                flaw(
                        "ignores trailing spaces in keys",
                        store -> changing(store, entry -> OutboxWritingFlaws.withKey(entry, String::stripTrailing)),
                        "OUTBOX-10"),
                flaw(
                        "ignores the case of request ids",
                        store -> changing(
                                store, entry -> OutboxWritingFlaws.withRequest(entry, OutboxWritingFlaws::lower)),
                        "OUTBOX-10"));
    }

    private static List<Flaw> repeating() {
        return List.of(
                flaw("lets tenants share requests", OutboxWritingFlaws::sharingRequests, "OUTBOX-10", "OUTBOX-13"),
                flaw(
                        "does not know repetitions",
                        store -> changing(store, OutboxWritingFlaws::withoutRequest),
                        "OUTBOX-11",
                        "OUTBOX-12",
                        "OUTBOX-15",
                        "OUTBOX-46",
                        "OUTBOX-49"),
                flaw(
                        "does not compare fingerprints",
                        store -> changing(store, OutboxWritingFlaws::withoutFingerprint),
                        "OUTBOX-12"),
                flaw("rolls back when it refuses", OutboxWritingFlaws::rollingBackOnRefusal, "OUTBOX-12"),
                flaw("remembers requests itself", OutboxWritingFlaws::rememberingRequestsItself, "OUTBOX-14"));
    }

    private static List<Flaw> reading() {
        return List.of(
                flaw("lists lanes backwards", OutboxRelayFlaws::listingLanesBackwards, "OUTBOX-16"),
                flaw("names the next shard", OutboxRelayFlaws::namingTheNextShard, "OUTBOX-63"),
                flaw(
                        "reads everything",
                        OutboxRelayFlaws::readingEverything,
                        "OUTBOX-17",
                        "OUTBOX-18",
                        "OUTBOX-20",
                        "OUTBOX-80"),
                flaw(
                        "removes the whole lane",
                        OutboxRelayFlaws::removingTheWholeLane,
                        "OUTBOX-18",
                        "OUTBOX-20",
                        "OUTBOX-30",
                        "OUTBOX-39"),
                flaw("answers many backwards", OutboxRelayFlaws::answeringManyBackwards, "OUTBOX-80"),
                flaw("starts anew", OutboxRelayFlaws::startingAnew, "OUTBOX-19"),
                flaw("finds something undelivered", OutboxRelayFlaws::alwaysOneUndelivered, "OUTBOX-20", "OUTBOX-80"));
    }

    private static List<Flaw> leasing() {
        return List.of(
                flaw(
                        "leases to everybody",
                        OutboxLeaseFlaws::leasingToEverybody,
                        "OUTBOX-22",
                        "OUTBOX-23",
                        "OUTBOX-24",
                        "OUTBOX-25",
                        "OUTBOX-26",
                        "OUTBOX-62",
                        "OUTBOX-64",
                        "OUTBOX-38",
                        "OUTBOX-60"),
                flaw("changes epochs", OutboxLeaseFlaws::changingEpochsOnRenewal, "OUTBOX-24", "OUTBOX-38"),
                flaw("never expires", OutboxLeaseFlaws::neverExpiring, "OUTBOX-25", "OUTBOX-60", "OUTBOX-64"),
                flaw("has one epoch", OutboxLeaseFlaws::withOneEpoch, "OUTBOX-25", "OUTBOX-26", "OUTBOX-64"),
                flaw(
                        "never releases",
                        OutboxLeaseFlaws::neverReleasing,
                        "OUTBOX-26",
                        "OUTBOX-28",
                        "OUTBOX-29",
                        "OUTBOX-60",
                        "OUTBOX-62",
                        "OUTBOX-64",
                        "OUTBOX-65",
                        "OUTBOX-44"),
                flaw("tells from memory what is owned", OutboxLeaseFlaws::tellingFromMemory, "OUTBOX-64"),
                flaw("releases for anybody", OutboxLeaseFlaws::releasingForAnybody, "OUTBOX-26"),
                flaw("never forgets nodes", OutboxLeaseFlaws::neverForgettingNodes, "OUTBOX-27"),
                flaw("forgets who died", OutboxLeaseFlaws::forgettingWhoDied, "OUTBOX-60", "OUTBOX-62", "OUTBOX-64"),
                flaw("trusts nobody", OutboxLeaseFlaws::trustingNobody, "OUTBOX-60", "OUTBOX-62", "OUTBOX-64"),
                flaw("never doubts", OutboxLeaseFlaws::neverDoubting, "OUTBOX-62"),
                flaw("reforms for anybody", OutboxLeaseFlaws::reformingForAnybody, "OUTBOX-61"),
                flaw("reforms nothing", OutboxLeaseFlaws::reformingNothing, "OUTBOX-61"),
                flaw("loses retries", OutboxLeaseFlaws::losingRetries, "OUTBOX-28", "OUTBOX-33", "OUTBOX-65"),
                flaw("keeps retries of the gone", OutboxLeaseFlaws::keepingRetriesOfTheGone, "OUTBOX-65"),
                flaw("ignores the owner", OutboxLeaseFlaws::ignoringTheOwner, "OUTBOX-29"),
                flaw("ignores the revision", OutboxLeaseFlaws::ignoringTheRevision, "OUTBOX-38"));
    }

    private static List<Flaw> parking() {
        return List.of(
                flaw(
                        "parks the head alone",
                        OutboxRelayFlaws::parkingTheHeadAlone,
                        "OUTBOX-30",
                        "OUTBOX-31",
                        "OUTBOX-33",
                        "OUTBOX-39"),
                flaw("overlooks the parked", OutboxRelayFlaws::overlookingTheParked, "OUTBOX-31"),
                flaw("forgets parked streams", OutboxRelayFlaws::forgettingParkedStreams, "OUTBOX-31"),
                flaw("parks the lane", OutboxRelayFlaws::parkingTheLane, "OUTBOX-30", "OUTBOX-32", "OUTBOX-39"),
                flaw("keeps retries of the parked", OutboxRelayFlaws::keepingRetriesOfTheParked, "OUTBOX-33"),
                flaw("parks a stream once", OutboxRelayFlaws::parkingAStreamOnce, "OUTBOX-34", "OUTBOX-39"),
                flaw("parks behind the gone", OutboxRelayFlaws::parkingBehindTheGone, "OUTBOX-39"));
    }

    private static List<Flaw> delaying() {
        return List.of(
                flaw(
                        "delays nothing",
                        OutboxDelayFlaws::delayingNothing,
                        "OUTBOX-40",
                        "OUTBOX-41",
                        "OUTBOX-42",
                        "OUTBOX-43",
                        "OUTBOX-44",
                        "OUTBOX-45",
                        "OUTBOX-48"),
                flaw("moves all that is due", OutboxDelayFlaws::movingAll, "OUTBOX-41", "OUTBOX-45"),
                flaw("knows no next", OutboxDelayFlaws::knowingNoNext, "OUTBOX-41"),
                flaw("moves under any lease", OutboxDelayFlaws::movingForAnybody, "OUTBOX-44"),
                flaw("forgets requests of the delayed", OutboxDelayFlaws::forgettingRequests, "OUTBOX-46"),
                flaw("commits the delayed at once", OutboxDelayFlaws::committingTheDelayed, "OUTBOX-43", "OUTBOX-47"),
                flaw("writes several backwards", OutboxDelayFlaws::writingBackwards, "OUTBOX-48"),
                flaw("writes several one by one", OutboxDelayFlaws::writingOneByOne, "OUTBOX-49", "OUTBOX-50"));
    }

    private static Flaw flaw(String name, UnaryOperator<OutboxStore> breaking, String... fails) {
        return flaw(name, (store, database) -> breaking.apply(store), fails);
    }

    private static Flaw flaw(
            String name, BiFunction<OutboxStore, InMemoryDatabase, OutboxStore> breaking, String... fails) {
        return Flaw.of(name, () -> new OnMemory(breaking), fails);
    }
}
