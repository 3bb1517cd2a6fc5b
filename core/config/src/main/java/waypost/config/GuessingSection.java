package waypost.config;

import java.time.Duration;
import java.util.List;

/** What is done about those who guess passwords at this front end. Failures count for an hour. */
public record GuessingSection(
        @Key(
                value =
                        "Accounts for which log-ins from one address may fail, and wrong passwords of one account, before answers to wrong ones come late.",
                standard = "5",
                least = "1",
                most = "100")
        int slowAfter,

        @Key(value = "How late an answer comes at most; 0s: no later than others.", standard = "15s", most = "16s")
        Duration longestDelay,

        @Key(
                value =
                        "Accounts for which log-ins from one address may fail before none is taken from there, but of accounts that are at home there.",
                standard = "100",
                least = "10",
                most = "1000")
        int banAfter,

        @Key(value = "For how long none is taken; 0s: addresses are not banned.", standard = "1h", most = "7d")
        Duration banFor,

        @Key(
                value = "For how long an account that has logged in from an address is at home there, in whole days.",
                standard = "30d",
                least = "1d",
                most = "365d")
        Duration familiarFor,

        @Key(
                value =
                        "Accounts for which log-ins from many addresses may fail within ten minutes before accounts that are not at home where they come from wait 5 s.",
                standard = "100",
                least = "20",
                most = "10000")
        int sprayAfter,

        @Key(
                "Networks whose addresses many people have: of a provider's translators, of a webmail server. They are not judged.")
        List<Network> sharedNetworks) {}
