package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.asn1.ASN1Element;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.FilterPattern;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** RFC 4515 §3, OWASP's cases and our own: no name changes what a directory is asked, and none finds whom it does not name. */
class InjectionTest {
    private static final AccountName HARMLESS = new AccountName("harmless", "example.net");

    /** Every pattern that is filled with a name: of mail, of log-ins, of domains; and all that a filter can be made of. */
    private static final List<String> PATTERNS = List.of(
            Layout.LDAP.filter(),
            Layout.ACTIVE_DIRECTORY.filter(),
            Layout.ACTIVE_DIRECTORY.loginFilter().orElseThrow(),
            "(associatedDomain=%d)",
            "(&(objectClass=domain)(|(dc=%d)(associatedDomain=%d)))",
            "(&(uid=%n)(!(waypostState=%n))(associatedDomain=%d))",
            "(|(mail=%n@%d)(mail=%n*%d)(cn=*%e*)(cn~=%n))",
            "(|(uid>=%n)(uid<=%n)(uid:caseExactMatch:=%n)(cn:dn:2.5.13.5:=%e))");

    private static final List<String> METACHARACTERS = List.of(
            "*", "(", ")", "\\", "\0", "|", "&", "!", "=", "~", "<", ">", ",", "+", ";", "#", "\"", "/", "%", ":", "@",
            "\r\n");

    private static final Pattern CHARACTER = Pattern.compile("\\{U\\+([0-9A-F]{4})}");

    private static final List<String> LONG_ONES = List.of(
            "(".repeat(500),
            ")".repeat(500),
            "(|".repeat(300),
            "*".repeat(20_000),
            "a".repeat(100_000) + ")(uid=*",
            "\\2a".repeat(5_000),
            "(&(uid=anna)",
            "((uid=anna))",
            "(uid=anna))",
            ")(",
            ")))(((",
            "(()",
            "(!(uid=x))",
            "(|)",
            "(&)",
            "()",
            "=",
            "==",
            ">=",
            "<=",
            "~=",
            ":=");

    /** An anna who may be found by her name alone, and others who would be found by what is in names here. */
    private static final List<Entry> BAIT = List.of(
            bait("anna", "anna"), bait("bait", "bait"), bait("admin", "admin"), bait("harmless", "harmless-too"));

    private static Entry bait(String uid, String account) {
        return new ReadOnlyEntry(
                "uid=" + uid + ",dc=waypost",
                List.of(
                        attribute("objectClass", "top", "person", "user", "inetOrgPerson", "domain"),
                        attribute("objectCategory", "person"),
                        attribute("uid", uid),
                        attribute("cn", uid),
                        attribute("mail", uid + "@example.net"),
                        attribute("mailLocalAddress", uid + "@example.net"),
                        attribute("proxyAddresses", "smtp:" + uid + "@example.net"),
                        attribute("userPrincipalName", uid + "@example.net"),
                        attribute("sAMAccountName", account),
                        attribute("associatedDomain", "bait.example"),
                        attribute("dc", "bait")));
    }

    private static Attribute attribute(String name, String... values) {
        return new Attribute(name, values);
    }

    /** More than two hundred; none is the name of anybody. */
    static Set<String> inputs() throws IOException {
        Set<String> inputs = new LinkedHashSet<>();
        metacharacters(inputs);
        inputs.addAll(written());
        inputs.addAll(LONG_ONES);
        return inputs;
    }

    private static List<String> written() throws IOException {
        try (InputStream in = Objects.requireNonNull(InjectionTest.class.getResourceAsStream("injections.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("# "))
                    .map(line -> CHARACTER
                            .matcher(line)
                            .replaceAll(
                                    code -> Matcher.quoteReplacement("" + (char) Integer.parseInt(code.group(1), 16))))
                    .toList();
        }
    }

    private static void metacharacters(Set<String> inputs) {
        for (String character : METACHARACTERS) {
            inputs.addAll(List.of(
                    character, "an" + character, character + "na", "an" + character + "na", character.repeat(200)));
        }
        for (String character : List.of("*", "(", ")", "\\", "\0")) {
            String hex = String.format("%02x", (int) character.charAt(0));
            inputs.addAll(List.of(
                    "\\" + hex,
                    "an\\" + hex,
                    "\\5c" + hex,
                    "%" + hex,
                    "%25" + hex,
                    "&#x" + hex + ";",
                    "&#" + (int) character.charAt(0) + ";",
                    "\\u00" + hex,
                    "=?utf-8?q?=" + hex + "?="));
        }
    }

    @Test
    void thereAreEnough() throws IOException {
        assertTrue(inputs().size() >= 200, inputs().size() + " inputs");
    }

    /** What a filter consists of, its values aside. */
    private static String shape(Filter filter) {
        var shape = new StringBuilder("(").append(Integer.toHexString(filter.getFilterType() & 0xff));
        shape.append(filter.getAttributeName()).append(':').append(filter.getMatchingRuleID());
        shape.append(filter.getDNAttributes() ? ":dn" : "");
        shape.append(filter.getSubInitialString() == null ? "" : "^").append(filter.getSubAnyStrings().length);
        shape.append(filter.getSubFinalString() == null ? "" : "$");
        Arrays.stream(filter.getComponents()).map(InjectionTest::shape).forEach(shape::append);
        Filter not = filter.getNOTComponent();
        return shape.append(not == null ? "" : shape(not)).append(')').toString();
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void noNameChangesTheShape(String text) throws Exception {
        FilterPattern pattern = FilterPattern.parse(text);
        String shape = shape(pattern.fill(HARMLESS));
        assertEquals(shape(pattern.pattern()), shape);
        for (String input : inputs()) {
            for (AccountName name : List.of(
                    new AccountName(input, "example.net"),
                    new AccountName("anna", input),
                    new AccountName(input, input))) {
                sameShape(shape, pattern.fill(name));
            }
        }
    }

    static List<String> patterns() {
        return PATTERNS;
    }

    /** As it is, as it goes over the wire (RFC 4511 §4.5.1.7), and as it is written and read again. */
    private static void sameShape(String shape, Filter filled) throws Exception {
        assertEquals(shape, shape(filled));
        Filter received = Filter.decode(ASN1Element.decode(filled.encode().encode()));
        assertEquals(shape, shape(received));
        assertEquals(filled, received);
        Filter read = Filter.create(filled.toString());
        assertEquals(shape, shape(read));
        assertEquals(filled, read);
    }

    @ParameterizedTest
    @MethodSource("equalities")
    void noNameFindsAnother(String text) throws Exception {
        FilterPattern pattern = FilterPattern.parse(text);
        for (String input : inputs()) {
            if (!input.equals(input.strip())) { // to a directory such blanks are nothing (RFC 4518 §2.6.1)
                assertInstanceOf(Address.Refused.class, Fixture.RULES.parse(input + "@example.net"));
                continue;
            }
            Filter local = pattern.fill(new AccountName(input, "example.net"));
            for (Entry entry : BAIT) {
                assertFalse(local.matchesEntry(entry), () -> local + " and " + entry.getDN());
                assertFalse(pattern.fill(new AccountName("x", input)).matchesEntry(entry), input);
            }
        }
    }

    static List<String> equalities() {
        return PATTERNS.subList(0, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"entryUUID", "uid", "objectGUID"})
    void noIdDoes(String attribute) throws Exception {
        EntryReader reader = reader(attribute);
        String shape = shape(Filter.createEqualityFilter(attribute, "x"));
        for (String input : inputs()) {
            Optional<Filter> filter =
                    input.isEmpty() || input.length() > 255 ? Optional.empty() : reader.filter(new DirectoryId(input));
            if (filter.isPresent()) {
                sameShape(shape, filter.get());
                for (Entry entry : BAIT) {
                    assertEquals(
                            entry.hasAttributeValue(attribute, input),
                            filter.get().matchesEntry(entry),
                            input);
                }
            }
        }
    }

    private static EntryReader reader(String id) {
        return new EntryReader(
                "subscribers",
                Proof.STORED_HASH,
                Layout.LDAP,
                new VariedNames(Layout.LDAP.attributes()).id(id).names(),
                Fixture.RULES,
                Routes.to("store1"),
                AccountClasses.NONE,
                InstantSource.system());
    }

    /** In every spelling of an address, by every question, of both kinds of directory, the domain asked of the directory too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDirectoryFindsNobody(boolean activeDirectory) throws Exception {
        try (var fixture = new Fixture()) {
            fixture.addAnna();
            for (Entry entry : BAIT.subList(1, BAIT.size())) {
                var there = new Entry(entry.getDN(), entry.getAttributes());
                there.addAttribute("mailHost", "store1");
                there.addAttribute("userPassword", "secret");
                there.addAttribute("objectGUID", new byte[16]);
                fixture.server.add(there);
            }
            DirectoryKind kind = activeDirectory ? DirectoryKind.ACTIVE_DIRECTORY : DirectoryKind.LDAP;
            var map = new UserMapSettings.Directory(
                    "subscribers",
                    new Domains(List.of("example.net"), Optional.of("(associatedDomain=%d)")),
                    "main",
                    Proof.STORED_HASH,
                    Several.FIRST,
                    CatchAll.ON);
            try (UserMaps maps = fixture.open(Fixture.settings(of(kind, fixture.directory()), map))) {
                assertInstanceOf(Answer.Granted.class, maps.locate("bait"));
                for (String input : inputs()) {
                    findsNobody(maps, input);
                }
            }
        }
    }

    /** What an entry of a group says of its members is not read as a filter either, nor finds anybody else. */
    @Test
    void noMemberDoes() throws Exception {
        try (var fixture = new Fixture()) {
            fixture.addAnna();
            Entry group = new Entry("cn=team,dc=waypost");
            group.addAttribute("objectClass", "top", "posixGroup");
            group.addAttribute("mail", "team@example.net");
            group.addAttribute(
                    "memberUid",
                    inputs().stream()
                            .filter(input -> !input.isEmpty() && input.equals(input.strip()))
                            .toList());
            group.addAttribute("primaryGroupToken", "*)(uid=anna");
            group.addAttribute("member", "uid=anna*,dc=waypost", "uid=*,dc=waypost");
            fixture.server.add(group);
            try (UserMaps maps = fixture.mapping(Fixture.map(Proof.STORED_HASH))) {
                assertEquals(
                        new Addressees.One(new Answer.Refused(Answer.Kind.NO_MAILBOX)), maps.whose("team@example.net"));
            }
        }
    }

    private static UserDirectory of(DirectoryKind kind, DirectorySettings plain) {
        DirectorySettings reached = new Varied(plain).of(kind).settings();
        return switch (kind) {
            case LDAP -> UserDirectory.usual(reached);
            case ACTIVE_DIRECTORY ->
                new VariedUsers(reached)
                        .named(new VariedNames(Layout.ACTIVE_DIRECTORY.attributes())
                                .password("userPassword")
                                .names())
                        .directory();
        };
    }

    private static void findsNobody(UserMaps maps, String input) {
        String quoted = "\"" + input.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        List<String> spellings = new ArrayList<>(List.of(
                input, input + "@example.net", quoted + "@example.net", "CORP\\" + input, "x@" + input, "@" + input));
        for (String spelling : spellings) {
            refused(spelling, maps.locate(spelling));
            refused(spelling, maps.whose(spelling).account());
            refused(spelling, maps.authenticate(spelling, new Secret("secret"), Service.IMAP));
            refused(spelling, maps.explain(spelling).answer());
            assertEquals(Optional.of(Set.of()), maps.holders(spelling), spelling);
        }
        if (input.length() <= 255) {
            assertEquals(new Presence.Absent(), maps.presence(new DirectoryId(input)), input);
        }
    }

    private static void refused(String spelling, Answer answer) {
        assertTrue(
                answer instanceof Answer.Unknown || answer instanceof Answer.Refused, () -> spelling + ": " + answer);
    }
}
