package waypost.mapping;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import waypost.identity.DirectoryId;

/**
 * The passwords that a directory refused of late, as tags: they are refused here from then on, so that a telephone with an old password,
 * which tries it every few minutes for ever, does not have its owner locked out. Forgotten when the password is set anew; where the
 * directory does not say when that was, after a while. Any thread.
 */
final class WrongPasswords {
    private static final int KEPT = 10;
    private static final int ENTRIES = 100_000;
    private static final Duration BY_STAMP = Duration.ofDays(1);
    private static final Duration WITHOUT_STAMP = Duration.ofMinutes(10);

    private record Refused(PasswordStamp stamp, List<Verifiers.Tag> tags) {}

    private final Cache<DirectoryId, Refused> refused;

    WrongPasswords(Ticker ticker) {
        refused = Caffeine.newBuilder()
                .expireAfter(Expiry.writing(
                        (DirectoryId _, Refused last) -> last.stamp().known() ? BY_STAMP : WITHOUT_STAMP))
                .maximumSize(ENTRIES)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** @param stamp of the entry as it was found just now */
    boolean known(DirectoryId account, PasswordStamp stamp, Verifiers.Tag tag) {
        Refused before = refused.getIfPresent(account);
        return before != null
                && before.stamp().equals(stamp)
                && before.tags().stream().anyMatch(tag::matches);
    }

    /** @param stamp of the entry as it was found before the directory was asked about the password */
    void add(DirectoryId account, PasswordStamp stamp, Verifiers.Tag tag) {
        refused.asMap()
                .merge(
                        account,
                        new Refused(stamp, List.of(tag)),
                        (before, one) ->
                                before.stamp().equals(stamp) ? new Refused(stamp, latest(before.tags(), tag)) : one);
    }

    private static List<Verifiers.Tag> latest(List<Verifiers.Tag> before, Verifiers.Tag tag) {
        return Stream.concat(Stream.of(tag), before.stream().filter(one -> !one.matches(tag)))
                .limit(KEPT)
                .toList();
    }
}
