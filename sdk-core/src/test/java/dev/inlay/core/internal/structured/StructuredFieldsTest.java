package dev.inlay.core.internal.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.core.internal.structured.StructuredFields.Duplicates;
import dev.inlay.testkit.contracts.Proves;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("TEN-4")
final class StructuredFieldsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1, b=-2.5, c=\"x \\\"y\\\" \\\\\", d=tok/en:*, e=:aGVsbG8=:, f=?0, g, h=@1659578233, i=%\"f%c3%bc%25\"",
                "a=(1 \"x\" t;p);q=1, b;p=2;r",
                "a=(), *b.c_d-1=0.001",
                "a=@-1, b=999999999999999, c=-999999999999.999"
            })
    void writesWhatItReadCharacterByCharacter(String text) throws StructuredFieldException {
        assertThat(StructuredFields.write(StructuredFields.dictionary(text, Duplicates.REFUSED)))
                .isEqualTo(text);
    }

    @Test
    void readsEachTypeAsItsOwn() throws StructuredFieldException {
        Map<String, Member> members = StructuredFields.dictionary(
                "i=1, d=1.50, s=\"a\", t=a, b=:AQI=:, y, w=@5, u=%\"%e2%82%ac\"", Duplicates.REFUSED);

        assertThat(members.values())
                .extracting(member -> ((Item) member).value())
                .containsExactly(
                        1L,
                        new BigDecimal("1.50"),
                        "a",
                        new Token("a"),
                        Bytes.of(new byte[] {1, 2}),
                        true,
                        Instant.ofEpochSecond(5),
                        new DisplayString("\u20ac"));
    }

    @Test
    void readsLists() throws StructuredFieldException {
        List<Member> members = StructuredFields.list(" a,(b c);d ,\t\"e\" ");

        assertThat(members).hasSize(3);
        assertThat(StructuredFields.write(members)).isEqualTo("a, (b c);d, \"e\"");
        assertThat(StructuredFields.list("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=",
                "a=1,",
                "a=1 b=2",
                "A=1",
                "a=1;;b",
                "a=(1",
                "a=(1,2)",
                "a=(1\t2)",
                "a=\"x",
                "a=\"\\x\"",
                "a=\"\u00e9\"",
                "a=:aGVsbG8:x",
                "a=:a b:",
                "a=:aGVsbG8",
                "a=?2",
                "a=?",
                "a=@1.5",
                "a=@",
                "a=-",
                "a=1.",
                "a=1.2345",
                "a=1234567890123456",
                "a=1234567890123.1",
                "a=%\"%C3%BC\"",
                "a=%\"%c3\"",
                "a=%\"%zz\"",
                "a=%x",
                "a=%\"x",
                "a=1\u0000",
                "a=#",
                "=1",
                "a==1",
                "\u00e4=1"
            })
    void refusesWhatIsNoDictionary(String text) {
        assertThatExceptionOfType(StructuredFieldException.class)
                .isThrownBy(() -> StructuredFields.dictionary(text, Duplicates.LAST_WINS))
                .withMessageMatching("[\\x20-\\x7e]+");
    }

    @Test
    void letsTheLastDuplicateWinInThePlaceOfTheFirstOrRefusesIt() throws StructuredFieldException {
        String text = "a=1, b=2, a=3";

        assertThat(StructuredFields.write(StructuredFields.dictionary(text, Duplicates.LAST_WINS)))
                .isEqualTo("a=3, b=2");
        assertThatExceptionOfType(StructuredFieldException.class)
                .isThrownBy(() -> StructuredFields.dictionary(text, Duplicates.REFUSED))
                .matches(StructuredFieldException::isDuplicate);
        assertThatExceptionOfType(StructuredFieldException.class)
                .isThrownBy(() -> StructuredFields.dictionary("a=1;p;p", Duplicates.REFUSED))
                .matches(StructuredFieldException::isDuplicate);
    }

    @Test
    void refusesToWriteWhatNoFieldHolds() {
        for (Object value : List.of(
                1_000_000_000_000_000L,
                new BigDecimal("1000000000000"),
                "\u00e9",
                "\n",
                new Token("a b"),
                new Token(""),
                new DisplayString("\ud800"),
                Instant.ofEpochMilli(1),
                1)) {
            assertThatExceptionOfType(StructuredFieldException.class)
                    .as("%s", value)
                    .isThrownBy(() -> StructuredFields.write(Item.of(value)));
        }
        assertThatExceptionOfType(StructuredFieldException.class)
                .isThrownBy(() -> StructuredFields.write(Map.of("A", Item.of(1L))));
    }

    @Test
    void roundsDecimalsToTheEvenNeighbour() throws StructuredFieldException {
        assertThat(StructuredFields.write(Item.of(new BigDecimal("1.0005")))).isEqualTo("1.0");
        assertThat(StructuredFields.write(Item.of(new BigDecimal("1.0015")))).isEqualTo("1.002");
        assertThat(StructuredFields.write(Item.of(new BigDecimal("1E+2")))).isEqualTo("100.0");
    }
}
