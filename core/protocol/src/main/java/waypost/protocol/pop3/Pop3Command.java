package waypost.protocol.pop3;

import java.util.Optional;
import java.util.OptionalInt;
import waypost.identity.Secret;
import waypost.protocol.login.Xclient;

/** A command of POP3 (RFC 1939), with RFC 2449, RFC 2595 and RFC 5034. APOP is declined: it needs passwords in clear at rest. */
sealed interface Pop3Command {
    record User(String name) implements Pop3Command {}

    record Pass(Secret password) implements Pop3Command {}

    /** RFC 5034 §4. */
    record Auth(String mechanism, Optional<Secret> initialResponse) implements Pop3Command {}

    record Stls() implements Pop3Command {}

    record Capa() implements Pop3Command {}

    record Client(Xclient client) implements Pop3Command {}

    record Stat() implements Pop3Command {}

    record ListSizes(OptionalInt message) implements Pop3Command {}

    record Uidl(OptionalInt message) implements Pop3Command {}

    record Retr(int message) implements Pop3Command {}

    record Top(int message, int lines) implements Pop3Command {}

    record Dele(int message) implements Pop3Command {}

    record Rset() implements Pop3Command {}

    record Noop() implements Pop3Command {}

    record Quit() implements Pop3Command {}

    record Unknown() implements Pop3Command {}

    record Malformed() implements Pop3Command {}
}
