package waypost.app;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import waypost.identity.Ownership;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Account;
import waypost.store.Quota;
import waypost.store.Volume;

/** {@code account list}: all accounts that are served, one a line. */
final class AccountList implements Operation {
    /** Accounts between two times that it is said how far it is. */
    private static final int STEP = 1000;

    @Override
    public String name() {
        return "account-list";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException {
        List<Ownership> all = stores.store().accounts().all().stream()
                .filter(Ownership::serves)
                .sorted(Comparator.comparing(Ownership::name))
                .toList();
        int done = 0;
        for (Ownership owner : all) {
            report.line(line(stores, owner));
            done++;
            if (done % STEP == 0) {
                report.progress(done + " of " + all.size() + " accounts");
            }
        }
        return Main.DONE;
    }

    private static String line(Stores stores, Ownership owner) throws IOException {
        Account account = account(stores, owner);
        return owner.name() + ": " + holds(account.quota()) + ", volume " + volume(stores, owner)
                + sessions(stores, owner);
    }

    static Account account(Stores stores, Ownership owner) throws IOException {
        return stores.store()
                .accounts()
                .open(owner.id())
                .orElseThrow(() -> new IOException("account " + owner.name() + " is not served any more"));
    }

    static String volume(Stores stores, Ownership owner) {
        return stores.store().accounts().volume(owner.id()).map(Volume::name).orElse("?");
    }

    static String holds(Quota quota) {
        return quota.usage().messages() + " messages, "
                + VolumeFindings.mebi(quota.usage().octets());
    }

    /** Only a running node knows. */
    static String sessions(Stores stores, Ownership owner) {
        return stores.sessions()
                .map(count -> ", " + count.of(owner.id()) + " sessions")
                .orElse("");
    }
}
