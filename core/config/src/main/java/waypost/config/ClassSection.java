package waypost.config;

import java.util.List;
import java.util.Optional;

/** What the accounts of a class may use and have, where their entries do not say it. */
public record ClassSection(
        @Key(
                value =
                        "Its name, for attributes.account-class. What class default says holds for entries that name no class, or an unknown one, and where another class is silent.",
                example = "staff")
        String name,

        @Key(value = "Services its accounts may use; all where missing.", example = "[smtp, imap, submission]")
        List<Service> services,

        @Key(value = "Size of all messages of an account; quota.storage where missing.", example = "10 GiB")
        Optional<SizeLimit> storage,

        @Key(value = "How many messages an account has; quota.messages where missing.", example = "1000000")
        Optional<CountLimit> messages,

        @Key(value = "How many messages in one folder; quota.folder-messages where missing.", example = "500000")
        Optional<CountLimit> folderMessages,

        @Key(
                value =
                        "IMAP and POP3 sessions of an account at a time, from all front ends together; node.max-sessions-per-user of its node where missing.",
                example = "100",
                least = "1")
        Optional<CountLimit> sessions) {

    /** What an account can be let in to. */
    public enum Service {
        SMTP,
        SUBMISSION,
        IMAP,
        POP3,
        SIEVE,
        WEB
    }
}
