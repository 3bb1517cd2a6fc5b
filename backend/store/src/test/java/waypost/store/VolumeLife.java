package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;

/** Sessions of a world: random requests, each with what it has to do to the facts. */
final class VolumeLife {
    private static final List<String> NAMES = List.of("a", "a/b", "b", "c/d", "Archive/x");

    /** Somebody else who looks into the accounts. */
    static final String VISITOR = "user:carol@example.net";

    private final VolumeWorld world;
    private final SplittableRandom random;
    private final VolumeTransfers transfers;
    private final Set<AccountId> given = new HashSet<>();

    VolumeLife(VolumeWorld world) {
        this.world = world;
        this.random = world.random();
        this.transfers = new VolumeTransfers(world);
    }

    void step() throws IOException {
        List<AccountId> accounts = world.accounts();
        Account account = world.volume().account(accounts.get(random.nextInt(accounts.size())));
        List<Folder> folders = account.folders();
        Folder one = folders.get(random.nextInt(folders.size()));
        Folder other = folders.get(random.nextInt(folders.size()));
        switch (random.nextInt(27)) {
            case 0, 1, 2 -> transfers.deliver();
            case 3 -> append(account, one);
            case 4 -> flag(account, one);
            case 5 -> copy(account, one, other);
            case 6 -> move(account, one, other);
            case 7 -> expunge(account, one);
            case 8 -> create(account);
            case 9 -> rename(account, one);
            case 10 -> delete(account, one);
            case 11 -> subscribe(account);
            case 12 -> keyword(account);
            case 13 -> transfers.step();
            case 14 -> world.ask(one(now()), () -> account.claimRecent(one.id()));
            case 15, 25 -> forget(account);
            case 16, 17 -> set(account, one);
            case 18 -> see(account, one);
            case 19 -> world.volume().core().index().flush();
            case 20, 21 -> world.clean();
            case 22 -> account.index();
            case 23 -> account();
            case 24 -> undelete(account, one);
            default -> world.pass(Duration.ofMinutes(random.nextInt(8)));
        }
    }

    private static <T> List<T> one(T stage) {
        return List.of(stage);
    }

    private Set<Fact> now() {
        return new HashSet<>(world.told());
    }

    /** A header that ties the message to others. */
    static String replied(SplittableRandom random) {
        return "Message-ID: <%d@x>\r\nReferences: <%d@x> <%d@x>\r\n\r\n"
                .formatted(random.nextInt(40), random.nextInt(40), random.nextInt(40));
    }

    private void append(Account account, Folder folder) throws IOException {
        String text = replied(random) + "appended " + random.nextLong() + "x".repeat(random.nextInt(6000));
        Set<Fact> after = now();
        after.add(new Fact.Mail(account.id().value(), folder.name(), folder.uidNext(), Flags.DRAFT, text));
        world.ask(one(after), () -> {
            try (ReceivedBody body = StoreFixture.body(account.upload(), text)) {
                return account.append(body, new NewMessage(folder.id(), "", Flags.DRAFT, StoreFixture.DATE));
            }
        });
    }

    /** Some messages of the folder, by what is known of them. */
    private Map<Fact.Mail, MessageRef> some(Account account, Folder folder) throws IOException {
        Map<Fact.Mail, MessageRef> some = all(account, folder);
        some.keySet().removeIf(_ -> random.nextInt(3) > 0);
        return some;
    }

    private Map<Fact.Mail, MessageRef> all(Account account, Folder folder) throws IOException {
        Map<Fact.Mail, MessageRef> all = new HashMap<>();
        Map<Long, MessageRef> messages = new HashMap<>();
        try (OpenFolder open = account.open(folder.id(), _ -> {}).orElseThrow()) {
            FolderSnapshot snapshot = open.snapshot();
            for (int i = 0; i < snapshot.size(); i++) {
                messages.put(snapshot.uid(i), snapshot.ref(i));
            }
        }
        for (Fact fact : world.told()) {
            if (fact instanceof Fact.Mail mail
                    && mail.account() == account.id().value()
                    && mail.folder().equals(folder.name())) {
                all.put(mail, messages.getOrDefault(mail.uid(), new MessageRef(0, mail.uid())));
            }
        }
        return all;
    }

    private void flag(Account account, Folder folder) throws IOException {
        FlagChange change = random.nextBoolean()
                ? new FlagChange.Add(new Flags(1L << random.nextInt(4)))
                : new FlagChange.Remove(new Flags(1L << random.nextInt(4)));
        Map<Fact.Mail, MessageRef> some = some(account, folder);
        Set<Fact> after = now();
        for (Fact.Mail mail : some.keySet()) {
            after.remove(mail);
            Flags flags = change.of(mail.flags());
            after.add(new Fact.Mail(mail.account(), mail.folder(), mail.uid(), flags, mail.text()));
        }
        world.ask(one(after), () -> account.flag(folder.id(), List.copyOf(some.values()), change));
    }

    private void copy(Account account, Folder from, Folder to) throws IOException {
        Map<Fact.Mail, MessageRef> some = some(account, from);
        Set<Fact> after = now();
        List<MessageRef> messages = arrive(some, to, after);
        world.ask(one(after), () -> account.copy(from.id(), messages, to.id()));
    }

    private void move(Account account, Folder from, Folder to) throws IOException {
        Map<Fact.Mail, MessageRef> some = some(account, from);
        Set<Fact> after = now();
        some.forEach((mail, message) -> leave(mail, message, after));
        List<MessageRef> messages = arrive(some, to, after);
        world.ask(one(after), () -> account.move(from.id(), messages, to.id()));
    }

    private static List<MessageRef> arrive(Map<Fact.Mail, MessageRef> some, Folder to, Set<Fact> after) {
        List<MessageRef> messages = new ArrayList<>();
        some.forEach((mail, message) -> {
            long uid = to.uidNext() + messages.size();
            after.add(new Fact.Mail(mail.account(), to.name(), uid, mail.flags(), mail.text()));
            messages.add(message);
        });
        return messages;
    }

    /** What others have seen of it goes with it. */
    private static void leave(Fact.Mail mail, MessageRef message, Set<Fact> after) {
        after.remove(mail);
        after.remove(new Fact.Seen(mail.account(), mail.folder(), message.itemNo()));
        after.add(new Fact.Left(mail.account(), mail.folder(), mail.uid()));
    }

    /** An account that is gone as soon as it is there: its number is given to no other. */
    private void account() throws IOException {
        AccountId id = world.volume().ownerships().nextId();
        assertTrue(!given.contains(id) && !world.accounts().contains(id), () -> id + " given twice");
        Ownership gone = new Ownership(
                id, new DirectoryId("gone"), new AccountName("gone", "example.net"), 1, new Ownership.State.Gone());
        Optional<Ownership> told = world.ask(one(now()), () -> Accounts.put(world.volume(), gone, Change.Growth.GROWS));
        told.ifPresent(record -> given.add(record.id()));
    }

    /** All that left folders, and what was expunged some minutes ago. */
    private void forget(Account account) throws IOException {
        long id = account.id().value();
        Instant before = world.now().plusSeconds(1).minusSeconds(random.nextInt(2) * random.nextInt(600));
        Set<Fact> after = now();
        after.removeIf(fact -> fact instanceof Fact.Left left && left.account() == id);
        after.removeIf(fact ->
                fact instanceof Fact.Expunged gone && gone.account() == id && gone.at() < before.getEpochSecond());
        Instant later = world.now().plusSeconds(1);
        world.ask(one(after), () -> world.volume().forgetting().step(id, before, later));
    }

    /** What was expunged from the folder, or from one of its name, comes back in the order of UIDs. */
    private void undelete(Account account, Folder folder) throws IOException {
        List<Message> messages = new ArrayList<>();
        Undeletion.Choice choice =
                new Undeletion.Choice(Optional.of(folder.name()), Optional.empty(), Optional.empty());
        account.undeletion().list(choice, found -> messages.add(found.message()));
        messages.sort(Comparator.comparingInt(Message::folderId).thenComparingLong(Message::uid));
        Set<Fact> after = now();
        long uid = folder.uidNext();
        for (Message message : messages) {
            Optional<String> text = world.text(message.octets());
            if (text.isEmpty()) {
                return;
            }
            long id = account.id().value();
            after.removeIf(fact ->
                    fact instanceof Fact.Expunged gone && gone.account() == id && gone.itemNo() == message.itemNo());
            Flags flags = message.flags().without(Flags.DELETED);
            after.add(new Fact.Mail(id, folder.name(), uid++, flags, text.get()));
        }
        world.ask(one(after), () -> {
            Undeletion.Result result = account.undeletion().restore(choice);
            return result.stopped().isPresent()
                    ? Outcome.refused(result.stopped().get())
                    : Outcome.done(result.messages());
        });
    }

    private void expunge(Account account, Folder folder) throws IOException {
        Map<Fact.Mail, MessageRef> some = some(account, folder);
        Set<Fact> after = now();
        some.forEach((mail, message) -> {
            leave(mail, message, after);
            after.add(expunged(mail, message.itemNo()));
        });
        world.ask(one(after), () -> account.expunge(folder.id(), List.copyOf(some.values())));
    }

    private Fact expunged(Fact.Mail mail, long itemNo) {
        return new Fact.Expunged(mail.account(), itemNo, world.now().getEpochSecond(), mail.text());
    }

    /** A visitor sees messages, or forgets that he has; the owner's flags stay. */
    private void see(Account account, Folder folder) throws IOException {
        boolean add = random.nextInt(3) > 0;
        FlagChange change = add ? new FlagChange.Add(Flags.SEEN) : new FlagChange.Remove(Flags.SEEN);
        List<MessageRef> some = List.copyOf(some(account, folder).values());
        Set<Fact> after = now();
        for (MessageRef message : some) {
            Fact.Seen seen = new Fact.Seen(account.id().value(), folder.name(), message.itemNo());
            boolean _ = add ? after.add(seen) : after.remove(seen);
        }
        VisitorCommits commits = new VisitorCommits(VISITOR, Rights.ALL);
        world.ask(
                one(after),
                () -> account.parts()
                        .flag(some, (draft, part) -> commits.flag(draft, folder.id(), part, change, Long.MAX_VALUE)));
    }

    private void create(Account account) throws IOException {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        if (account.folder(name).isPresent()) {
            assertEquals(Outcome.Reason.FOLDER_EXISTS, Results.refused(account.createFolder(name, FolderRole.NONE)));
            return;
        }
        Set<Fact> after = now();
        there(account, name, after);
        world.ask(one(after), () -> account.createFolder(name, FolderRole.NONE));
    }

    /** The folder and its parents; those that are new inherit rights. */
    private static void there(Account account, String name, Set<Fact> after) {
        long id = account.id().value();
        for (int end = name.indexOf('/'); ; end = name.indexOf('/', end + 1)) {
            String level = end < 0 ? name : name.substring(0, end);
            if (after.add(new Fact.FolderThere(id, level)) && level.contains("/")) {
                inherit(id, level.substring(0, level.lastIndexOf('/')), level, after);
            }
            if (end < 0) {
                return;
            }
        }
    }

    private static void inherit(long account, String parent, String folder, Set<Fact> after) {
        for (Fact fact : List.copyOf(after)) {
            if (fact instanceof Fact.Set(long id, String of, String name, String value)
                    && id == account
                    && of.equals(parent)
                    && name.startsWith(Principal.USER)) {
                after.add(new Fact.Set(account, folder, name, value));
            }
        }
    }

    private void rename(Account account, Folder folder) throws IOException {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        boolean refused =
                folder.id() == Folder.INBOX || account.folder(name).isPresent() || name.startsWith(folder.name() + "/");
        if (refused) {
            Results.refused(account.renameFolder(folder.id(), name));
            return;
        }
        Set<Fact> after = now();
        UnaryOperator<String> renamed = old -> old.equals(folder.name()) || old.startsWith(folder.name() + "/")
                ? name + old.substring(folder.name().length())
                : old;
        for (Fact fact : world.told()) {
            if (fact instanceof Fact.FolderThere(long id, String old)
                    && id == account.id().value()) {
                after.remove(fact);
                after.add(new Fact.FolderThere(id, renamed.apply(old)));
            } else if (fact instanceof Fact.Mail mail
                    && mail.account() == account.id().value()) {
                after.remove(fact);
                after.add(new Fact.Mail(
                        mail.account(), renamed.apply(mail.folder()), mail.uid(), mail.flags(), mail.text()));
            } else if (fact instanceof Fact.Set(long id, String old, String key, String value)
                    && id == account.id().value()) {
                after.remove(fact);
                after.add(new Fact.Set(id, renamed.apply(old), key, value));
            } else if (fact instanceof Fact.Seen(long id, String old, long itemNo)
                    && id == account.id().value()) {
                after.remove(fact);
                after.add(new Fact.Seen(id, renamed.apply(old), itemNo));
            } else if (fact instanceof Fact.Left(long id, String old, long uid)
                    && id == account.id().value()) {
                after.remove(fact);
                after.add(new Fact.Left(id, renamed.apply(old), uid));
            }
        }
        there(account, name, after);
        world.ask(one(after), () -> account.renameFolder(folder.id(), name));
    }

    private void delete(Account account, Folder folder) throws IOException {
        boolean refused = folder.id() == Folder.INBOX
                || account.folders().stream().anyMatch(child -> child.parent() == folder.id());
        if (refused) {
            Results.refused(account.deleteFolder(folder.id()));
            return;
        }
        Set<Fact> gone = now();
        all(account, folder).forEach((mail, message) -> {
            gone.remove(mail);
            gone.add(expunged(mail, message.itemNo()));
        });
        gone.removeIf(fact -> fact instanceof Fact.Left left
                && left.account() == account.id().value()
                && left.folder().equals(folder.name()));
        gone.removeIf(fact -> fact instanceof Fact.Seen seen
                && seen.account() == account.id().value()
                && seen.folder().equals(folder.name()));
        gone.removeIf(fact -> fact instanceof Fact.Set property
                && property.account() == account.id().value()
                && property.folder().equals(folder.name()));
        gone.remove(new Fact.FolderThere(account.id().value(), folder.name()));
        world.ask(one(gone), () -> account.deleteFolder(folder.id()));
    }

    /** Two properties, or rights, in one commit: one is set, the other removed. */
    private void set(Account account, Folder folder) throws IOException {
        boolean own = random.nextInt(3) == 0;
        String where = own ? "" : folder.name();
        int folderId = own ? PropertyKey.ACCOUNT : folder.id();
        PropertyKind kind = own || random.nextBoolean() ? PropertyKind.METADATA : PropertyKind.ACL;
        String named = kind == PropertyKind.ACL ? Principal.USER : "name";
        String set = named + random.nextInt(2);
        String removed = named + (1 + random.nextInt(3));
        String value = "value " + random.nextInt(3) + "x".repeat(random.nextInt(200));
        Set<Fact> after = now();
        after.removeIf(fact -> fact instanceof Fact.Set old
                && old.account() == account.id().value()
                && old.folder().equals(where)
                && List.of(set, removed).contains(old.name()));
        if (!set.equals(removed)) {
            after.add(new Fact.Set(account.id().value(), where, set, value));
        }
        List<PropertyChange> changes = List.of(
                new PropertyChange.Set(new PropertyKey(kind, folderId, set), PropertyValue.of(value)),
                new PropertyChange.Remove(new PropertyKey(kind, folderId, removed)));
        world.ask(one(after), () -> account.properties().change(changes));
    }

    private void subscribe(Account account) throws IOException {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        Fact.Subscribed fact = new Fact.Subscribed(account.id().value(), name);
        Set<Fact> after = now();
        if (after.remove(fact)) {
            world.ask(one(after), () -> account.unsubscribe(name));
        } else {
            after.add(fact);
            world.ask(one(after), () -> account.subscribe(name));
        }
    }

    private void keyword(Account account) throws IOException {
        String name = "keyword" + random.nextInt(5);
        List<String> known = account.keywords();
        int index = known.contains(name) ? known.indexOf(name) : known.size();
        Set<Fact> after = now();
        after.add(new Fact.Keyword(account.id().value(), index, name));
        Optional<Flags> flags = world.ask(one(after), () -> account.keywords(List.of(name)));
        flags.ifPresent(bits -> assertEquals(Flags.keyword(index), bits));
    }
}
