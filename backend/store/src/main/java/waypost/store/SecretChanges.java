package waypost.store;

import java.util.List;
import java.util.function.Consumer;
import waypost.identity.AccountId;

/** Tells of each commit that changes what somebody proves himself with. On the applier's thread. */
record SecretChanges(Consumer<AccountId> told) implements Consumer<List<Effect>> {
    @Override
    public void accept(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect.after()) {
                case StateRecord.PropertyState set -> tell(set.account(), set.key());
                case StateRecord.PropertyGone gone -> tell(gone.account(), gone.key());
                case StateRecord other -> {}
            }
        }
    }

    private void tell(long account, PropertyKey key) {
        if (key.kind() == PropertyKind.SECRET) {
            told.accept(new AccountId(account));
        }
    }
}
