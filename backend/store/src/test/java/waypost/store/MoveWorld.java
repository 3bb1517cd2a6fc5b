package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import waypost.identity.AccountId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.TransferId;

/** Two volumes on forgetful disks, and an account that goes between them. */
final class MoveWorld {
    private static final NodeName NODE = new NodeName("store1");

    private final SplittableRandom random;
    private final VolumeWorld one;
    private final VolumeWorld two;
    private final AccountId alice;

    MoveWorld(long seed) throws IOException {
        random = new SplittableRandom(seed);
        one = new VolumeWorld(random, 1 << 30, VolumeWorld.Uploads.IN_MEMORY, 1);
        two = new VolumeWorld(random, 1 << 30, VolumeWorld.Uploads.IN_FILES, 2);
        alice = one.accounts().getFirst();
        fill(one.volume().account(alice), 20);
    }

    private static void search(Account account) throws IOException {
        if (account.folder("Search").isEmpty()) {
            int id = Results.done(account.createFolder("Search", FolderType.mail(FolderRole.SEARCH)));
            Criterion unread = new Criterion.Not(new Criterion.Flag("\\Seen"));
            Results.done(account.properties().edit(properties -> properties.search(id, Optional.of(unread))));
        }
    }

    static void fill(Account account, int steps) throws IOException {
        SplittableRandom random = new SplittableRandom(steps);
        search(account);
        Results.done(account.createFolder("Work " + account.folders().size() + "/A", FolderRole.NONE));
        for (int i = 0; i < steps; i++) {
            List<Folder> folders = account.folders().stream()
                    .filter(folder -> folder.role() != FolderRole.SEARCH)
                    .toList();
            int folder = folders.get(random.nextInt(folders.size())).id();
            int other = folders.get(random.nextInt(folders.size())).id();
            List<MessageRef> some = account.messages(1, Integer.MAX_VALUE).stream()
                    .filter(message -> message.folderId() == folder && random.nextBoolean())
                    .map(message -> new MessageRef(message.itemNo(), message.uid()))
                    .toList();
            switch (random.nextInt(7)) {
                case 0 -> Results.done(account.copy(folder, some, other));
                case 1 -> Results.done(account.move(folder, some, other));
                case 2 -> Results.done(account.expunge(folder, some));
                case 5 -> {
                    for (MessageRef ref : some) {
                        Results.done(account.extend(folder, ref, RandomRecords.changes(random)));
                    }
                }
                case 3 -> {
                    Flags keyword = Results.done(account.keywords(List.of("$k" + random.nextInt(3))));
                    Results.done(account.flag(folder, some, new FlagChange.Add(keyword.with(Flags.SEEN))));
                }
                case 4 ->
                    Results.done(account.properties()
                            .change(List.of(new PropertyChange.Set(
                                    new PropertyKey(PropertyKind.METADATA, other, "/private/" + i),
                                    PropertyValue.of("x".repeat(random.nextInt(600)))))));
                default -> deliver(account, folder, i);
            }
        }
    }

    private static void deliver(Account account, int folder, int number) throws IOException {
        try (ReceivedBody body = StoreFixture.body(account.transfer(), number + " mail".repeat(200))) {
            TransferId transfer = new TransferId(number, account.numbers().itemNo());
            TransferLedger.Seen seen = new TransferLedger.Seen(body.digest("you"), account.tick(), Optional.empty());
            account.restoring(body, (draft, stored) -> {
                ItemKind kind = number % 3 == 0 ? ItemKind.FAI : ItemKind.MAIL;
                NewMessage message = new NewMessage(
                        folder, "X: " + number + "\r\n", Flags.NONE, StoreFixture.DATE, kind, "", ItemProperties.NONE);
                Appended appended = ItemCommits.append(draft, message, stored, List.of());
                draft.put(new StateRecord.Transferred(draft.account(), transfer, "alice", seen, appended.itemNo()));
                return Outcome.done(appended);
            });
        }
    }

    /** All there is of the account, but where its bodies are and who owns it. */
    List<String> view(Volume volume) throws IOException {
        Map<String, String> view = new TreeMap<>();
        Table table = volume.core().table();
        table.scan(Family.ACCOUNTS, Keys.account(alice.value()), (key, value) -> {
            if (Keys.isCounts(key)) {
                view.put(Arrays.toString(key), Arrays.toString(value));
            }
            if (!Keys.isThing(key)) {
                return true;
            }
            switch (Entry.of(value).state()) {
                case StateRecord.Owned _ -> {}
                case StateRecord.Counters now ->
                    view.put(
                            "last", now.itemNo() + " " + now.folderId() + " " + now.uidValidity() + " " + now.purged());
                case StateRecord.Item item -> {
                    view.put("item " + item.itemNo(), text(volume, item));
                }
                case StateRecord.ItemGone gone
                when gone.last().isPresent() -> {
                    String last = text(volume, gone.last().get());
                    view.put("gone " + gone.itemNo(), gone.version() + " " + gone.at() + " " + last);
                }
                case StateRecord other -> view.put(Arrays.toString(key), other.toString());
            }
            return true;
        });
        List<String> lines = new ArrayList<>();
        view.forEach((key, value) -> lines.add(key + " " + value));
        return lines;
    }

    private static String text(Volume volume, StateRecord.Item item) throws IOException {
        Message message =
                new Message(item, volume.core().journal(), volume.core().index());
        return item.version() + " " + item.uid() + " " + item.folderId() + item.flags() + item.history() + item.kind()
                + item.properties().hashCode() + Facts.text(message.octets());
    }

    Outcome<Ownership> move(VolumeWorld from, VolumeWorld to) throws IOException {
        return new AccountMove(alice, from.volume(), to.volume(), NODE, random).run(_ -> {});
    }

    /** Where the account is served: on one volume. */
    VolumeWorld home() {
        List<VolumeWorld> homes = new ArrayList<>();
        for (VolumeWorld world : List.of(one, two)) {
            if (world.volume()
                    .ownerships()
                    .find(alice)
                    .filter(Ownership::serves)
                    .isPresent()) {
                homes.add(world);
            }
        }
        assertEquals(1, homes.size(), "volumes that serve the account");
        return homes.getFirst();
    }

    void pass(Duration time) {
        one.pass(time);
        two.pass(time);
    }

    /** So many days, and what volumes do each night. */
    void nights(int days, boolean known) throws IOException {
        for (VolumeWorld world : List.of(one, two)) {
            world.volume().core().elsewhere(_ -> known);
        }
        for (int day = 0; day < days; day++) {
            pass(Duration.ofDays(1));
            one.volume().forgetting().run(Pace.FULL);
            two.volume().forgetting().run(Pace.FULL);
        }
    }

    /** Messages that a volume keeps though it does not serve the account. */
    long left(VolumeWorld world) throws IOException {
        return LeftBehind.of(world.volume()).stream()
                .mapToLong(LeftBehind::messages)
                .sum();
    }

    void restart() throws IOException {
        one.restart();
        two.restart();
        AccountMove.settle(List.of(one.volume(), two.volume()));
    }

    void goesOn(List<String> before) throws IOException {
        restart();
        VolumeWorld home = home();
        assertEquals(before, view(home.volume()));
        Account account = home.volume().account(alice);
        fill(account, 3);
        List<String> later = view(home.volume());
        if (home == one) {
            Results.done(move(one, two));
        }
        assertEquals(two, home());
        assertEquals(later, view(two.volume()));
        one.restart();
        two.restart();
        assertEquals(later, view(two.volume()));
    }

    VolumeWorld one() {
        return one;
    }

    VolumeWorld two() {
        return two;
    }

    SplittableRandom random() {
        return random;
    }

    AccountId alice() {
        return alice;
    }
}
