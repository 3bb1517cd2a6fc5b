package waypost.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The protocols this node speaks. A service without listeners does not run. */
public record ServicesSection(
        @Key("IMAP.") Imap imap,
        @Key("POP3.") Pop3 pop3,
        @Key("Mail from other servers.") Smtp smtp,
        @Key("Mail from users.") Submission submission,

        @Key(
                value = "Mail from the front ends, internal.",
                example = "address: 10.0.0.11:2024, tls: implicit, internal: true")
        Internal lmtp,

        @Key(
                value = "Messages between nodes, internal.",
                example = "address: 10.0.0.11:2050, tls: implicit, internal: true")
        Internal link) {

    /** The listeners of each service, by its key, in the order of the page. */
    SequencedMap<String, List<ListenerSection>> listeners() {
        SequencedMap<String, List<ListenerSection>> all = new LinkedHashMap<>();
        all.put("imap", imap.listeners());
        all.put("pop3", pop3.listeners());
        all.put("smtp", smtp.listeners());
        all.put("submission", submission.listeners());
        all.put("lmtp", lmtp.listeners());
        all.put("link", link.listeners());
        return all;
    }

    /** IMAP. */
    public record Imap(
            @Key("User maps, in order; all where missing.") List<String> userMaps,

            @Key(value = "Where it answers.", example = "address: 0.0.0.0:993, tls: implicit")
            List<ListenerSection> listeners,

            @Key(value = "Silence before log-in after which a session ends.", standard = "3m")
            Duration loginTimeout,

            @Key(value = "Silence after which a session ends; RFC 3501 asks for at least 30 minutes.", standard = "31m")
            Duration idleTimeout,

            @Key(
                    value = "Whether a client may log in as another user without a new connection (RFC 8437).",
                    standard = "true")
            boolean unauthenticate,

            @Key("What is done for clients that do not keep to the standards.")
            WorkaroundsSection workarounds) {}

    /** POP3. */
    public record Pop3(
            @Key("User maps, in order; all where missing.") List<String> userMaps,

            @Key(value = "Where it answers.", example = "address: 0.0.0.0:995, tls: implicit")
            List<ListenerSection> listeners,

            @Key(value = "Silence before log-in after which a session ends.", standard = "3m")
            Duration loginTimeout,

            @Key(value = "Silence after which a session ends; RFC 1939 asks for at least 10 minutes.", standard = "10m")
            Duration idleTimeout,

            @Key(value = "At a store: whether a message that RETR has fetched is seen for IMAP.", standard = "true")
            boolean retrSetsSeen,

            @Key(
                    value =
                            "At a store: whether a user has one POP3 session at a time, and others hear [IN-USE]. IMAP and new mail go on.",
                    standard = "false")
            boolean exclusiveLock) {}

    /** Mail from other servers. */
    public record Smtp(
            @Key("User maps, in order; all where missing.") List<String> userMaps,

            @Key(value = "Where it answers.", example = "address: 0.0.0.0:25")
            List<ListenerSection> listeners,

            @Key(value = "Largest message taken.", standard = "50 MiB")
            ByteSize maxMessageSize,

            @Key(value = "Silence after which a session ends; RFC 5321 asks for at least 5 minutes.", standard = "5m")
            Duration idleTimeout,

            @Key(
                    value =
                            "A recipient refused for good after others have the message: report to the sender, or drop.",
                    standard = "dsn")
            LateRefusal lateRefusal) {}

    public enum LateRefusal {
        DSN,
        DISCARD
    }

    /** Mail from users. */
    public record Submission(
            @Key("User maps, in order; all where missing.") List<String> userMaps,

            @Key(value = "Where it answers.", example = "address: 0.0.0.0:465, tls: implicit")
            List<ListenerSection> listeners,

            @Key(value = "Largest message taken.", standard = "50 MiB")
            ByteSize maxMessageSize,

            @Key(value = "Silence after which a session ends.", standard = "5m")
            Duration idleTimeout) {}

    /** A service for nodes of the cluster only. */
    public record Internal(
            @Key("Where it answers.") List<ListenerSection> listeners,

            @Key(value = "Silence after which a connection ends.", standard = "10m")
            Duration idleTimeout) {}
}
