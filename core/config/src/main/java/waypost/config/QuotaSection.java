package waypost.config;

import java.util.Optional;

/** How much an account may hold that has no limits of its own, nor by its entry or its class. */
public record QuotaSection(
        @Key(value = "Size of all its messages; unlimited where missing.", example = "10 GiB")
        Optional<ByteSize> storage,

        @Key(value = "How many messages; unlimited where missing.", example = "1000000")
        Optional<Count> messages,

        @Key(value = "How many messages in one folder; unlimited where missing.", example = "500000")
        Optional<Count> folderMessages,

        @Key(
                value =
                        "What a sender hears of mail that finds no room: for now (defer, 452 4.2.2, as RFC 3463 advises) or for good (refuse, 552 5.2.2).",
                standard = "defer")
        WhenOver whenOver) {

    public enum WhenOver {
        DEFER,
        REFUSE
    }
}
