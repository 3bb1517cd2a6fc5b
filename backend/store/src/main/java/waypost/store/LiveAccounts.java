package waypost.store;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import waypost.identity.AccountId;

/**
 * The accounts of a volume that are in memory: those somebody holds, those with commits on their way, and the last few others. There is never a second object
 * of an account. Safe for threads.
 */
final class LiveAccounts {
    private static final int WARM = 1000;

    private final VolumeCore volume;
    private final RestingViews resting = new RestingViews();
    private final Map<Long, Reference> accounts = new ConcurrentHashMap<>();
    private final ReferenceQueue<Account> collected = new ReferenceQueue<>();
    private final Map<Long, Account> warm = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Account> eldest) {
            return size() > WARM;
        }
    };

    private static final class Reference extends WeakReference<Account> {
        private final long id;

        Reference(Account account, ReferenceQueue<Account> collected) {
            super(account, collected);
            this.id = account.id().value();
        }
    }

    LiveAccounts(VolumeCore volume) {
        this.volume = volume;
    }

    Account account(AccountId id) throws IOException {
        Account account = live(id);
        account.openFolders().load();
        return account;
    }

    RestingViews resting() {
        return resting;
    }

    /** On the applier's thread. */
    void apply(List<Effect> effects) {
        Map<Long, List<Effect>> byAccount = new HashMap<>();
        for (Effect effect : effects) {
            byAccount
                    .computeIfAbsent(effect.after().account(), _ -> new ArrayList<>())
                    .add(effect);
        }
        byAccount.forEach((id, own) -> {
            Reference reference = accounts.get(id);
            Account account = reference == null ? null : reference.get();
            if (account != null) {
                account.openFolders().apply(own);
            }
        });
    }

    private synchronized Account live(AccountId id) {
        Reference reference = accounts.get(id.value());
        Account account = reference == null ? null : reference.get();
        if (account == null) {
            forgetCollected();
            account = new Account(id, volume);
            accounts.put(id.value(), new Reference(account, collected));
        }
        warm.put(id.value(), account);
        return account;
    }

    private void forgetCollected() {
        while (collected.poll() instanceof Reference gone) {
            accounts.remove(gone.id, gone);
        }
    }
}
