package waypost.config;

import java.time.Duration;
import java.util.Optional;
import waypost.identity.Secret;

/** How long answers of the directories are remembered. */
public record CacheSection(
        @Key(value = "An account that was found.", standard = "5m", most = "30d")
        Duration positive,

        @Key(value = "A name that was not.", standard = "20s", most = "30d")
        Duration negative,

        @Key(value = "A password that was right.", standard = "10m", most = "30d")
        Duration verifier,

        @Key(
                value =
                        "In which time each account that has sessions is asked about, for those whose log-in stands no more: what a directory does not tell by itself is seen so soon.",
                standard = "5m",
                least = "10s",
                most = "1h")
        Duration sessions,

        @Key(
                value =
                        "For how long an account that was found has to be missing afterwards, until that is believed. Until then there is no answer for it: mail is put off, nobody logs in.",
                standard = "10m",
                most = "30d")
        Duration vanished,

        @Key("How old what is answered may be while no directory can be asked.")
        Staleness staleness,

        @Key(value = "Entries at most, of each kind.", standard = "100000", least = "1")
        int entries,

        @Key(
                value =
                        "What is kept on disk, so that a node that starts while no directory can be asked knows whose mail goes where: what was found (used), or all that the directories have (all), which must tell their changes.",
                standard = "used")
        Copy copy,

        @Key(
                value =
                        "Key under which it is kept on disk, too, what passwords that were right are checked by, so that their users log in where a node starts while no directory can be asked. Without it nothing that is made of a password is on disk.",
                example = "\"${file:/etc/waypost/verifier.secret}\"")
        Optional<Secret> verifierKey) {

    /** Limits of age. */
    public record Staleness(
            @Key(value = "Whose an address is, and where the mailbox is.", standard = "7d", most = "30d")
            Duration route,

            @Key(value = "That a password is right, or what it is checked by.", standard = "12h", most = "30d")
            Duration verifier,

            @Key(
                    value = "How much mail an account may have; afterwards as much as it likes.",
                    standard = "1d",
                    most = "30d")
            Duration quota) {}

    public enum Copy {
        NONE,
        /** What was asked for. */
        USED,
        /** Whatever could be asked for. */
        ALL
    }
}
