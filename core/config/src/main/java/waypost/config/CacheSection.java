package waypost.config;

import java.time.Duration;

/** How long answers of the directories are remembered. */
public record CacheSection(
        @Key(value = "An account that was found.", standard = "5m", most = "30d")
        Duration positive,

        @Key(value = "A name that was not.", standard = "20s", most = "30d")
        Duration negative,

        @Key(value = "A password that was right.", standard = "10m", most = "30d")
        Duration verifier,

        @Key(
                value = "How old an answer may be that is given while no directory can be asked.",
                standard = "1d",
                most = "30d")
        Duration staleness,

        @Key(value = "Entries at most, of each kind.", standard = "100000", least = "1")
        int entries) {}
