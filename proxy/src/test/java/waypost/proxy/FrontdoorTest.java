package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.config.ClusterNodeSection;
import waypost.config.ClusterNodeSection.LogIn;
import waypost.config.CountLimit;
import waypost.config.ListenerSection;
import waypost.identity.NodeName;
import waypost.identity.Secret;
import waypost.protocol.login.Credentials;

/** What a foreign node has to be shown, and what a client has. */
class FrontdoorTest {
    private static final Credentials PASSWORD = new Credentials.Password("", "ann", new Secret("x"));
    private static final Credentials TOKEN = new Credentials.Token("", new Secret("x"));
    private static final Credentials TICKET = new Credentials.Vouched(List.of("ann"), "");

    private static ClusterNodeSection node(String login) {
        return new ClusterNodeSection(
                new NodeName("f1"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Stream.of(login.split(" ")).map(LogIn::valueOf).toList(),
                Optional.empty(),
                ListenerSection.Tls.IMPLICIT,
                Optional.empty(),
                Optional.empty(),
                CountLimit.NONE,
                false,
                List.of(),
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "TRUSTED, '', '', ''",
        "PASSWORD, '', a password, a password",
        "TOKEN, a token, '', a token",
        "PASSWORD TOKEN, '', '', a password or a token",
    })
    void aForeignNodeWantsWhatTheUserHasShown(String login, String byPassword, String byToken, String byTicket) {
        assertEquals(lacking(byPassword), Frontdoor.lacking(node(login), PASSWORD));
        assertEquals(lacking(byToken), Frontdoor.lacking(node(login), TOKEN));
        assertEquals(lacking(byTicket), Frontdoor.lacking(node(login), TICKET));
    }

    private static Optional<String> lacking(String wanted) {
        return Optional.of("f1 is foreign, and wants " + wanted + ", which this client does not show")
                .filter(_ -> !wanted.isEmpty());
    }
}
