package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.VerifiedTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests between services, some of which somebody has a hand in. */
final class Headers {

    static final String HERE = "claims-desk";
    static final String SERVED = "served a request";

    private static final String ELSEWHERE = "billing";
    private static final Pattern PATH = Pattern.compile("inlay/medisoft/[^\"]+");
    private static final Duration SURELY_VALID = Duration.ofSeconds(15);
    private static final Duration LONGER_THAN_VALID = Duration.ofSeconds(100);

    /** A request on its way, and whose it is. */
    private record Sent(TenantId tenant, String audience, String header, Instant at) {}

    private final Queue<Sent> underWay = new ConcurrentLinkedQueue<>();
    private final Operations inside;

    Headers(Operations inside) {
        this.inside = inside;
    }

    void into(Operations operations) {
        operations.add("send a request", Kind.HEADERS, 4, this::send);
    }

    void intoUnbound(Operations operations) {
        operations.add("serve a request", Kind.HEADERS, 14, this::serve);
    }

    void intoAlone(Operations operations) {
        operations.add("let requests expire", Kind.HEADERS, 1, this::expire);
    }

    private void send(Turn turn) {
        String audience = turn.dice.nextInt(6) == 0 ? ELSEWHERE : HERE;
        underWay.add(issued(turn, audience));
    }

    private static Sent issued(Turn turn, String audience) {
        Instant now = turn.world.clock.instant();
        return new Sent(turn.tenant, audience, turn.world.inlay.propagation().issue(audience), now);
    }

    private void serve(Turn turn) throws Exception {
        Sent sent = underWay.poll();
        if (sent == null || sent.at.plus(SURELY_VALID).isBefore(turn.world.clock.instant())) {
            return;
        }
        Turn served = turn.of(sent.tenant);
        String header = sent.header;
        if (!sent.audience.equals(HERE)) {
            refused(served, "audience", ReceivedHeader.of(header));
            return;
        }
        switch (turn.dice.nextInt(7)) {
            case 0 -> refused(served, "", ReceivedHeader.of(flipped(served, header)));
            case 1 -> refused(served, "forged", ReceivedHeader.of(renamed(served, header)));
            case 2 -> refused(served, "duplicate", ReceivedHeader.of(List.of(header, header)));
            case 3 -> refused(served, "mismatch", byUser(served, header, served.other()));
            default -> {
                accepted(served, byUser(served, header, sent.tenant));
                refused(served, "replayed", ReceivedHeader.of(header));
            }
        }
    }

    private static ReceivedHeader byUser(Turn served, String header, TenantId user) {
        ReceivedHeader received = ReceivedHeader.of(header);
        return served.world.keeps(Guard.COMPARED_USER) ? received.withUser(user) : received;
    }

    private void accepted(Turn served, ReceivedHeader received) throws Exception {
        VerifiedTenant verified = served.world.inlay.propagation().verify(received);
        verified.run(() -> {
            served.bound();
            served.world.oracle.did(SERVED);
            Origin origin = served.world.inlay.tenants().current().origin();
            served.require(origin == Origin.REMOTE, Kind.HEADERS, "bound as " + origin);
            inside.choose(served.dice).run(served.part());
        });
    }

    /** A careless host takes the tenant from a single header as it stands there. */
    private static void refused(Turn served, String why, ReceivedHeader received) {
        if (served.world.keeps(Guard.SIGNED_HEADER)) {
            served.refused(
                    Kind.HEADERS,
                    "tenant.header." + why,
                    now -> served.world.inlay.propagation().verify(received));
            return;
        }
        Matcher path = PATH.matcher(received.values().get(0));
        if (path.find()) {
            TenantId named = TenantPath.parse(path.group()).tenant();
            served.world.inlay.tenants().run(named, () -> served.report(Kind.HEADERS, "a header was taken for true"));
        }
    }

    private static String flipped(Turn served, String header) {
        int at = served.dice.nextInt(header.length());
        char other = (char) (header.charAt(at) ^ 1 << served.dice.nextInt(6));
        return header.substring(0, at) + other + header.substring(at + 1);
    }

    /** The signature of one tenant under the name of another. */
    private static String renamed(Turn served, String header) {
        TenantPath other =
                served.world.inlay.tenants().find(served.other()).orElseThrow().path();
        return PATH.matcher(header).replaceFirst(other.toString());
    }

    private void expire(Turn turn) {
        turn.world.inlay.tenants().run(turn.tenant, () -> underWay.add(issued(turn, HERE)));
        turn.world.clock.leap(LONGER_THAN_VALID);
        for (Sent late = underWay.poll(); late != null; late = underWay.poll()) {
            refused(turn.of(late.tenant), late.audience.equals(HERE) ? "expired" : "", ReceivedHeader.of(late.header));
        }
    }
}
