package waypost.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.store.ListJournal.Written;

/** One life of a process with two volumes, opened from what their journals say. */
final class MoveNode {
    static final NodeName NODE = new NodeName("store1");
    static final AccountId ALICE = AccountId.of(1, 1);

    private final List<Volume> volumes = new ArrayList<>();
    private final List<ListJournal> journals = new ArrayList<>();

    MoveNode(List<List<Written>> written, Instant now) throws IOException {
        for (int i = 0; i < written.size(); i++) {
            List<Written> before = written.get(i);
            VolumeParts parts = new VolumeParts(new MapDisk(), new MapDisk(), new MapTable(), index -> {
                journals.add(new ListJournal(before, index));
                return journals.getLast();
            });
            Volume volume = Volume.open("v" + (i + 1), i + 1, parts, new UploadMemory(1 << 16), () -> now, () -> {});
            volume.core().retention(Retention.STANDARD);
            volumes.add(volume);
        }
        for (int i = 0; i < volumes.size(); i++) {
            Volume other = volumes.get(1 - i);
            volumes.get(i)
                    .core()
                    .elsewhere(id -> other.ownerships()
                            .find(id)
                            .filter(Ownership::serves)
                            .isPresent());
        }
    }

    static void create(Volume volume) throws IOException {
        Ownership owned = new Ownership(
                ALICE, new DirectoryId("a"), new AccountName("alice", "example.net"), 1, new Ownership.State.Owner());
        Accounts.put(volume, owned, Change.Growth.GROWS);
    }

    Volume volume(int number) {
        return volumes.get(number);
    }

    List<Volume> volumes() {
        return volumes;
    }

    ListJournal journal(int number) {
        return journals.get(number);
    }

    List<List<Written>> written() {
        return journals.stream().map(ListJournal::written).toList();
    }

    /** Numbers of the volumes that serve the account. */
    List<Integer> homes() {
        List<Integer> homes = new ArrayList<>();
        for (int i = 0; i < volumes.size(); i++) {
            Optional<Ownership> record = volumes.get(i).ownerships().find(ALICE);
            if (record.filter(Ownership::serves).isPresent()) {
                homes.add(i);
            }
        }
        return homes;
    }

    /** All there is of the account on a volume, but who owns it and how far the counters of its changes are. */
    Map<String, String> view(int number) throws IOException {
        Map<String, String> view = new TreeMap<>();
        volumes.get(number).core().table().scan(Family.ACCOUNTS, Keys.account(ALICE.value()), (key, value) -> {
            if (Keys.isThing(key)) {
                switch (Entry.of(value).state()) {
                    case StateRecord.Owned _ -> {}
                    case StateRecord.Counters now ->
                        view.put("counters", now.itemNo() + " " + now.folderId() + " " + now.forgotten());
                    case StateRecord other -> view.put(java.util.Arrays.toString(key), other.toString());
                }
            }
            return true;
        });
        return view;
    }

    /** Something that a client does; the account's head must not be held. */
    <T> void change(int number, AccountHead head, Commits.Preparation<T> change) throws IOException {
        var _ = volumes.get(number).core().commits().run(List.of(head), Change.Growth.ESSENTIAL, change);
    }

    AccountHead head(int number) throws IOException {
        return volumes.get(number).account(ALICE).head();
    }
}
