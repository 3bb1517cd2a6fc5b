package waypost.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rocks.xmpp.precis.PrecisProfiles;
import waypost.identity.Address.Fault;
import waypost.identity.Address.Parsed;
import waypost.identity.Address.Refused;
import waypost.identity.AddressSettings.LocalParts;

class AddressRulesTest {
    private static final Pattern CHARACTER = Pattern.compile("\\{U\\+([0-9A-F]{4})}");

    private final AddressRules rules = new AddressRules(new AddressSettings(
            Optional.of("Example.NET"),
            Map.of("example.org", "example.net", "corp.local", "example.net", "bücher.example", "xn--mnchen-3ya.de"),
            Map.of("Corp", "example.net"),
            "+",
            LocalParts.CASE_MAPPED));

    /** A line of {@code names.txt}. */
    record Row(String spelling, String outcome, Optional<String> tag) {
        static Row of(String line) {
            String[] parts = CHARACTER
                    .matcher(line)
                    .replaceAll(code -> Matcher.quoteReplacement("" + (char) Integer.parseInt(code.group(1), 16)))
                    .split(" ; ");
            return new Row(
                    parts[0], parts[1], parts.length > 2 ? Optional.of(parts[2].replace("''", "")) : Optional.empty());
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(AddressRulesTest.class.getResourceAsStream("names.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("# "))
                    .map(Row::of);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everySpellingLeadsToOneNameOrToNone(Row row) {
        Address address = rules.parse(row.spelling());
        if (row.outcome().startsWith("!")) {
            assertEquals(new Refused(Fault.valueOf(row.outcome().substring(1))), address);
            return;
        }
        Parsed parsed = assertInstanceOf(Parsed.class, address);
        assertEquals(row.outcome(), parsed.name().toString());
        assertEquals(row.tag(), parsed.tag());
        assertEquals(row.spelling(), parsed.received());
    }

    @Test
    void lengthsAreLimited() {
        String longest = "a".repeat(64);
        assertEquals(
                longest,
                assertInstanceOf(Parsed.class, rules.parse(longest)).name().local());
        assertEquals(new Refused(Fault.TOO_LONG), rules.parse(longest + "a"));
        assertEquals(new Refused(Fault.TOO_LONG), rules.parse("ü".repeat(33)));
        assertEquals(new Refused(Fault.TOO_LONG), rules.parse("a".repeat(AddressRules.MAX_SPELLING + 1)));
        assertEquals(new Refused(Fault.DOMAIN), rules.parse("a@" + "a".repeat(64) + ".net"));
        assertEquals(new Refused(Fault.DOMAIN), rules.parse("a@" + "aaa.".repeat(63) + "aaa"));
    }

    @Test
    void aBareNameNeedsADefaultDomain() {
        var bare = new AddressRules(AddressSettings.plain(Optional.empty()));
        assertEquals(new Refused(Fault.NO_DOMAIN), bare.parse("anna"));
    }

    @Test
    void caseAndTagsAreTheSitesChoice() {
        var strict = new AddressRules(
                new AddressSettings(Optional.empty(), Map.of(), Map.of(), "", LocalParts.CASE_PRESERVED));
        Parsed parsed = assertInstanceOf(Parsed.class, strict.parse("Anna+x@Example.net"));
        assertEquals(new AccountName("Anna+x", "example.net"), parsed.name());
        assertEquals(Optional.empty(), parsed.tag());
    }

    @Test
    void aNameIsItsOwnCanonicalForm() {
        var random = new SplittableRandom(7);
        String alphabet = "aZ9.+-_@\\\"üßÀé\u0308 \u0000。\u200D漢\uFF20\uFF3C\uFF02\uFF0B\uFF0E";
        for (int i = 0; i < 20_000; i++) {
            var spelling = new StringBuilder();
            int length = random.nextInt(12);
            for (int j = 0; j < length; j++) {
                spelling.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (rules.parse(spelling.toString()) instanceof Parsed(AccountName name, var _, var _)) {
                Parsed again = assertInstanceOf(Parsed.class, rules.parse(name.toString()), name.toString());
                assertEquals(name, again.name());
            }
        }
    }

    /** Names of these are not shown to the profiles, which would change none of them. */
    @Test
    void profilesLeaveWhatIsPlain() {
        var random = new SplittableRandom(8);
        String alphabet = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
        for (int i = 0; i < 5_000; i++) {
            String name = random.ints(random.nextInt(1, 12), 0, alphabet.length())
                    .mapToObj(at -> alphabet.substring(at, at + 1))
                    .collect(Collectors.joining());
            assertEquals(name, PrecisProfiles.USERNAME_CASE_MAPPED.enforce(name));
            assertEquals(name, PrecisProfiles.USERNAME_CASE_PRESERVED.enforce(name));
        }
    }

    @Test
    void domainsAreCanonicalToo() {
        assertEquals(Optional.of("example.net"), rules.domain("EXAMPLE.org."));
        assertEquals(Optional.empty(), rules.domain("exam ple"));
    }

    @Test
    void settingsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new AddressRules(AddressSettings.plain(Optional.of("a b"))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new AddressSettings(Optional.empty(), Map.of(), Map.of(), "@", LocalParts.CASE_MAPPED));
    }
}
