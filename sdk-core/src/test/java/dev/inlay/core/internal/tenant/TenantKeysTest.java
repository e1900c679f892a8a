package dev.inlay.core.internal.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantKeys;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.testkit.contracts.Proves;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@Proves("TEN-6")
final class TenantKeysTest {

    private static final Path ROOT = Path.of("/srv/files");
    private static final Pattern RESERVED = Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
    private static final List<String> IDS = List.of(
            "north",
            "NORTH",
            "North",
            "north-",
            "north_",
            "north__",
            "north.",
            "north.a",
            "n",
            "N",
            "0",
            "north-a",
            "north_-a",
            "north_0002f",
            "con",
            "t-north",
            "a".repeat(64),
            "A".repeat(64),
            "a-".repeat(32),
            "a" + ".".repeat(63),
            "a" + "_".repeat(63));
    private static final List<String> ATOMS = List.of(
            "",
            "a",
            "A",
            "b",
            "/",
            "\\",
            ":",
            ".",
            "..",
            "...",
            "-",
            "_",
            "_-",
            "__",
            "_a",
            "_0002f",
            "~",
            "\0",
            "\n",
            " ",
            "%2F",
            "é",
            "e\u0301",
            "É",
            "ﬁ",
            "fi",
            "Ⅳ",
            "IV",
            "ß",
            "ss",
            "SS",
            "ẞ",
            "İ",
            "i",
            "ı",
            "I",
            "K",
            "k",
            "Å",
            "Å",
            "\uD800",
            "\uDC00",
            "\uD83D\uDE00",
            "con",
            "CON",
            "nul.txt",
            "COM1",
            "\u200B",
            "\u00AD",
            "x".repeat(200),
            "X".repeat(200),
            "x".repeat(199) + "y");

    private record Named(TenantId tenant, List<String> parts) {}

    @Test
    void givesEachPairAKeyOfItsOwnWhateverFoldsIt() {
        long seed = Long.getLong("inlay.seed", new Random().nextLong());
        List<Named> names = names(new Random(seed), 40_000);

        assertInjective(seed, names, name -> keys(name).cacheKey(parts(name)));
        assertInjective(seed, names, name -> keys(name).path(ROOT, parts(name)).toString());
        assertInjective(
                seed,
                names.stream().filter(name -> name.parts.size() == 1).toList(),
                name -> keys(name).indexName(name.parts.get(0)));
    }

    @Test
    void staysInsideOfItsBoundsAndOfTheTenantsFolder() {
        long seed = Long.getLong("inlay.seed", new Random().nextLong());
        for (Named name : names(new Random(seed), 5_000)) {
            Path path = keys(name).path(ROOT, parts(name));
            String cacheKey = keys(name).cacheKey(parts(name));

            assertThat(path.normalize()).as("seed %s: %s", seed, name).isEqualTo(path);
            assertThat(path.startsWith(keys(name).path(ROOT))).isTrue();
            assertThat(path.getNameCount()).isEqualTo(ROOT.getNameCount() + 1 + name.parts.size());
            assertThat(cacheKey)
                    .hasSizeLessThanOrEqualTo(TenantKeys.MAX_CACHE_KEY)
                    .matches("[a-z0-9._~/-]+");
            for (Path file : ROOT.relativize(path)) {
                assertThat(file.toString())
                        .hasSizeLessThanOrEqualTo(TenantKeys.MAX_NAME)
                        .matches("[a-z][a-z0-9._~-]*")
                        .doesNotEndWith(".")
                        .doesNotMatch(RESERVED);
            }
            for (String part : name.parts) {
                assertThat(keys(name).indexName(part))
                        .hasSizeLessThanOrEqualTo(TenantKeys.MAX_NAME)
                        .matches("[a-z][a-z0-9._~-]*");
            }
        }
    }

    @Test
    void canBeRead() {
        TenantKeys keys = TenantKeys.of(TenantId.of("north-clinic"));

        assertThat(keys.cacheKey("invoice", "4711")).isEqualTo("t-north-clinic/invoice/4711");
        assertThat(keys.cacheKey()).isEqualTo("t-north-clinic");
        assertThat(keys.path(ROOT, "Scan.pdf")).isEqualTo(ROOT.resolve("t-north-clinic/p-_scan.pdf"));
        assertThat(keys.indexName("orders")).isEqualTo("t-north-clinic_-orders");
    }

    @Test
    void areThoseOfTheBoundTenant() {
        TenantPath path = TenantPath.parse("inlay/medisoft/-/north-clinic");
        TenantContext context = TenantContext.of(TenantProfile.builder(path).build(), 1, Origin.HOST);

        assertThat(TenantKeys.of(context).cacheKey("a"))
                .isEqualTo(TenantKeys.of(context.id()).cacheKey("a"));
    }

    @Test
    void aJobNamesItsTenantAndIsRefusedByAnother() {
        TenantKeys north = TenantKeys.of(TenantId.of("north"));
        String payload = "{\"amount\":\n12}\0\uD800";

        String job = north.jobPayload(payload);

        assertThat(TenantKeys.jobTenant(job).value()).isEqualTo("north");
        assertThat(north.fromJobPayload(job)).isEqualTo(payload);
        assertThat(north.fromJobPayload(north.jobPayload(""))).isEmpty();
        assertThatThrownBy(() -> TenantKeys.of(TenantId.of("NORTH")).fromJobPayload(job))
                .isInstanceOf(NoTenantException.class)
                .hasMessageContaining("a job of tenant 'north' was given to work of tenant 'NORTH'")
                .hasMessageNotContaining("amount");
    }

    @Test
    void refusesAJobThatNamesNobody() {
        TenantKeys north = TenantKeys.of(TenantId.of("north"));

        for (String job : List.of("", "payload", "inlay-job/1 north", "inlay-job/1 \npayload", "inlay-job/1 a b\nx")) {
            assertThatThrownBy(() -> north.fromJobPayload(job)).isInstanceOf(InvalidValueException.class);
        }
    }

    private static void assertInjective(long seed, List<Named> names, Function<Named, String> key) {
        Map<String, Named> seen = new HashMap<>();
        for (Named name : names) {
            Named same = seen.putIfAbsent(folded(key.apply(name)), name);

            assertThat(same)
                    .as("seed %s: two of one key %s", seed, key.apply(name))
                    .isIn(null, name);
        }
        assertThat(seen).hasSizeGreaterThan(1_000);
    }

    /** As file systems and search engines do, and worse. */
    private static String folded(String key) {
        String upper = Normalizer.normalize(key, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private static List<Named> names(Random random, int count) {
        List<Named> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> parts = new ArrayList<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                StringBuilder part = new StringBuilder();
                for (int atoms = random.nextInt(4); atoms > 0; atoms--) {
                    part.append(
                            random.nextInt(20) == 0
                                    ? String.valueOf((char) random.nextInt(0x10000))
                                    : ATOMS.get(random.nextInt(ATOMS.size())));
                }
                parts.add(part.toString());
            }
            names.add(new Named(TenantId.of(IDS.get(random.nextInt(IDS.size()))), parts));
        }
        return names;
    }

    private static TenantKeys keys(Named name) {
        return TenantKeys.of(name.tenant);
    }

    private static String[] parts(Named name) {
        return name.parts.toArray(String[]::new);
    }
}
