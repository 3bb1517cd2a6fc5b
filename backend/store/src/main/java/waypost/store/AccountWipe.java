package waypost.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import waypost.identity.AccountId;
import waypost.identity.Ownership;
import waypost.store.StateRecord.FolderGone;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.ItemGone;

/**
 * Removes for good what an account has, some thousand things a commit; what it is and the numbers it has given out stay. Nothing of it can be brought back.
 * One thread.
 */
final class AccountWipe {
    private static final int TOGETHER = 4096;

    private final VolumeCore volume;
    private final AccountId id;

    AccountWipe(VolumeCore volume, AccountId id) {
        this.volume = volume;
        this.id = id;
    }

    /** Whether the account was deleted before this time. */
    static boolean due(Table table, long account, Instant before) throws IOException {
        return account != 0
                && AccountReads.owned(table, account)
                        .filter(owned -> owned.ownership().state() instanceof Ownership.State.Gone
                                && owned.endedAt() > 0
                                && owned.endedAt() < before.getEpochSecond())
                        .isPresent();
    }

    /** Answers how many things went; 0 when nothing is left. */
    Outcome<Integer> step() throws IOException {
        AccountHead head = volume.account(id).head();
        Outcome<Integer> step = volume.commits().run(List.of(head), Change.Growth.ESSENTIAL, drafts -> {
            Draft draft = drafts.getFirst();
            if (draft.serves()) {
                return Outcome.done(0); // brought back meanwhile
            }
            draft.head().quiesce(_ -> true);
            int items = items(draft);
            return Outcome.done(items > 0 ? items : rest(draft));
        });
        if (step instanceof Outcome.Done<Integer>(Integer things) && things == 0) {
            volume.search().forget(id.value());
        }
        return step;
    }

    private int items(Draft draft) throws IOException {
        List<StateRecord> things = new ArrayList<>();
        volume.table().scan(Family.ACCOUNTS, Keys.items(id.value()), (_, value) -> {
            StateRecord state = Entry.of(value).state();
            if (state instanceof Item
                    || (state instanceof ItemGone gone && gone.last().isPresent())) {
                things.add(state);
            }
            return things.size() < TOGETHER;
        });
        for (StateRecord thing : things) {
            switch (thing) {
                case Item item ->
                    draft.put(
                            item, new ItemGone(id.value(), draft.modseq(), item.itemNo(), item.folderId(), item.uid()));
                case ItemGone gone ->
                    draft.put(new ItemGone(id.value(), draft.modseq(), gone.itemNo(), gone.folderId(), gone.uid()));
                case StateRecord _ -> {}
            }
        }
        return things.size();
    }

    /** Without properties no folder; all of them are few enough for one commit. */
    private int rest(Draft draft) throws IOException {
        int things = 0;
        PropertyDraft properties = new PropertyDraft(draft);
        for (PropertyKind kind : PropertyKind.values()) {
            for (StateRecord.PropertyState state : AccountReads.properties(volume.table(), id.value(), kind)) {
                var _ = properties.change(new PropertyChange.Remove(state.key()));
                things++;
            }
        }
        for (StateRecord.FolderState folder : List.copyOf(draft.folders().values())) {
            draft.wipe(folder);
            things++;
        }
        for (FolderGone gone : AccountReads.all(volume.table(), Keys.folders(id.value()), FolderGone.class)) {
            if (gone.last().isPresent()) {
                draft.put(new FolderGone(id.value(), draft.modseq(), gone.folderId()));
                things++;
            }
        }
        if (!draft.before().keywords().names().isEmpty()) {
            draft.put(new StateRecord.Keywords(id.value(), draft.modseq(), List.of()));
            things++;
        }
        if (!draft.before().subscriptions().names().isEmpty()) {
            draft.put(new StateRecord.Subscriptions(id.value(), draft.modseq(), List.of()));
            things++;
        }
        return things;
    }
}
