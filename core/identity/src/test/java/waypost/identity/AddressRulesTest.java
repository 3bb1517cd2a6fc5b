package waypost.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.Address.Fault;
import waypost.identity.Address.Parsed;
import waypost.identity.Address.Refused;
import waypost.identity.AddressSettings.LocalParts;

class AddressRulesTest {
    private final AddressRules rules = new AddressRules(new AddressSettings(
            Optional.of("Example.NET"),
            Map.of("example.org", "example.net", "corp.local", "example.net", "bücher.example", "xn--mnchen-3ya.de"),
            Map.of("Corp", "example.net"),
            "+",
            LocalParts.CASE_MAPPED));

    @ParameterizedTest
    @CsvSource({
        "anna, anna@example.net, ",
        "ANNA, anna@example.net, ",
        "anna@example.net, anna@example.net, ",
        "Anna@EXAMPLE.net, anna@example.net, ",
        "anna@example.net., anna@example.net, ",
        "anna@example.org, anna@example.net, ",
        "anna@corp.local, anna@example.net, ",
        "CORP\\anna, anna@example.net, ",
        "corp\\Anna, anna@example.net, ",
        "anna+list@example.net, anna@example.net, list",
        "anna+a+b@example.net, anna@example.net, a+b",
        "anna+@example.net, anna@example.net, ''",
        "+anna@example.net, +anna@example.net, ",
        "CORP\\anna+x, anna@example.net, x",
        "anna@münchen.de, anna@xn--mnchen-3ya.de, ",
        "anna@MÜNCHEN.de, anna@xn--mnchen-3ya.de, ",
        "anna@XN--MNCHEN-3YA.de, anna@xn--mnchen-3ya.de, ",
        "anna@münchen。de, anna@xn--mnchen-3ya.de, ",
        "anna@bücher.example, anna@xn--mnchen-3ya.de, ",
        "anna@faß.example, anna@xn--fa-hia.example, ",
        "JÜRGEN@example.net, jürgen@example.net, ",
        "ju\u0308rgen@example.net, jürgen@example.net, ",
        "ａｎｎａ@example.net, anna@example.net, ",
        "anna.b@localhost, anna.b@localhost, ",
        "\"anna\"@example.net, anna@example.net, ",
        "\"an\\na\"@example.net, anna@example.net, ",
    })
    void everySpellingLeadsToOneName(String spelling, String name, String tag) {
        Parsed parsed = assertInstanceOf(Parsed.class, rules.parse(spelling));
        assertEquals(name, parsed.name().toString());
        assertEquals(Optional.ofNullable(tag), parsed.tag());
        assertEquals(spelling, parsed.received());
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "'an\u0000na', CONTROL_CHARACTER",
        "'anna\r\n@example.net', CONTROL_CHARACTER",
        "'anna\u007F@example.net', CONTROL_CHARACTER",
        "'anna@exa\u0085mple.net', CONTROL_CHARACTER",
        "OTHER\\anna, UNKNOWN_SHORT_DOMAIN",
        "\\anna, UNKNOWN_SHORT_DOMAIN",
        "CORP\\, LOCAL_PART",
        "CORP\\a\\b, LOCAL_PART",
        "CORP\\anna@example.net, LOCAL_PART",
        "@example.net, LOCAL_PART",
        "'an na@example.net', LOCAL_PART",
        "'\"an na\"@example.net', LOCAL_PART",
        "'\"anna@example.net', LOCAL_PART",
        "'\"\"@example.net', LOCAL_PART",
        "'\"a@b\"@example.net', LOCAL_PART",
        "'\"a\\\"@example.net', LOCAL_PART",
        "a@b@example.net, LOCAL_PART",
        "\uFFFE@example.net, LOCAL_PART",
        "anna@, DOMAIN",
        "anna@., DOMAIN",
        "anna@example..net, DOMAIN",
        "anna@example.net.., DOMAIN",
        "anna@-example.net, DOMAIN",
        "anna@exa mple.net, DOMAIN",
        "anna@[192.0.2.1], DOMAIN",
        "anna@xn--zzzzzzzzzz99.de, DOMAIN",
        "anna@*, DOMAIN",
    })
    void whatNamesNobodyIsRefused(String spelling, Fault fault) {
        assertEquals(new Refused(fault), rules.parse(spelling));
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
        String alphabet = "aZ9.+-_@\\\"üßÀé\u0308 \u0000。\u200D漢";
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
