package waypost.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.identity.AccountId;

/**
 * What a volume still has of an account that was moved to another.
 *
 * @param since when it was moved
 */
public record LeftBehind(AccountId account, Instant since, long messages, long octets) {
    /** All copies of a volume; of some only numbers are left. */
    public static List<LeftBehind> of(Volume volume) throws IOException {
        return of(volume.core().table());
    }

    static List<LeftBehind> of(Table table) throws IOException {
        List<Long> accounts = new ArrayList<>();
        table.scan(Family.VOLUME, VolumeKeys.byAccount(), (key, _) -> accounts.add(VolumeKeys.accountByAccount(key)));
        List<LeftBehind> left = new ArrayList<>();
        for (long account : accounts) {
            Optional<Instant> since = LeftCopy.since(table, account);
            if (since.isPresent()) {
                Usage usage = AccountReads.quota(table, account, QuotaLimits.UNLIMITED)
                        .usage();
                left.add(new LeftBehind(new AccountId(account), since.get(), usage.messages(), usage.octets()));
            }
        }
        return left;
    }
}
