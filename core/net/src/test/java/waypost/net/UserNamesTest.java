package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static waypost.config.UserNameForm.COMMON_NAME;
import static waypost.config.UserNameForm.EMAIL;
import static waypost.config.UserNameForm.UPN;
import static waypost.testkit.TestAuthority.email;
import static waypost.testkit.TestAuthority.upn;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.config.UserNameForm;
import waypost.testkit.TestAuthority;
import waypost.testkit.TestAuthority.Wanted;

class UserNamesTest {
    private static final TestAuthority AUTHORITY = TestAuthority.root("Users");
    private static final Wanted BOTH = Wanted.of(upn("anna@corp.example"), email("anna@example.net"));

    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of(BOTH, List.of(EMAIL, UPN), List.of("anna@example.net")),
                Arguments.of(BOTH, List.of(UPN, EMAIL), List.of("anna@corp.example")),
                Arguments.of(BOTH, List.of(UPN), List.of("anna@corp.example")),
                Arguments.of(BOTH, List.of(COMMON_NAME, UPN), List.of("Somebody")),
                Arguments.of(Wanted.of(upn("anna@corp.example")), List.of(EMAIL, UPN), List.of("anna@corp.example")),
                Arguments.of(Wanted.of(upn("anna@corp.example")), List.of(EMAIL), List.of()),
                Arguments.of(
                        Wanted.of(email("a@example.net"), email("b@example.net"), email("a@example.net")),
                        List.of(EMAIL),
                        List.of("a@example.net", "b@example.net")),
                Arguments.of(Wanted.of(email(" "), upn("")), List.of(EMAIL, UPN), List.of()),
                Arguments.of(
                        Wanted.of(new GeneralName(GeneralName.dNSName, "anna.example.net")),
                        List.of(EMAIL, UPN),
                        List.of()),
                Arguments.of(Wanted.of(), List.of(EMAIL, UPN), List.of()),
                Arguments.of(
                        Wanted.of(email("x@example.net")).subject("CN=anna@example.net,O=Example"),
                        List.of(COMMON_NAME),
                        List.of("anna@example.net")));
    }

    @ParameterizedTest
    @MethodSource
    void names(Wanted wanted, List<UserNameForm> forms, List<String> expected) {
        assertEquals(expected, UserNames.of(AUTHORITY.issue(wanted).certificate(), forms));
    }

    @Test
    void areBounded() {
        GeneralName[] many = IntStream.range(0, 100)
                .mapToObj(i -> email("user" + i + "@example.net"))
                .toArray(GeneralName[]::new);
        assertEquals(
                16,
                UserNames.of(AUTHORITY.issue(Wanted.of(many)).certificate(), List.of(EMAIL))
                        .size());
    }
}
