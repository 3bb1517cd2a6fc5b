package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import waypost.message.Octets;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.ImapCommand.Store.Change;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.Mailboxes.SpecialUse;
import waypost.protocol.imap.SelectedMailbox;
import waypost.protocol.imap.SelectedMailbox.Event;
import waypost.protocol.imap.SelectedMailbox.Expunges;
import waypost.testkit.MemoryAccount;

/** A session on mailboxes under test and its like on a model; each step is done to both, and their answers are compared. */
final class ModelSession {
    private static final List<String> NAMES = List.of("INBOX", "Archive", "a", "a/b", "a/b/c", "a-b", "INBOX/x");
    private static final List<String> FLAGS =
            List.of("\\Seen", "\\Deleted", "\\Flagged", "\\Answered", "\\Draft", "$One", "Two");

    private final Mailboxes tested;
    private final Mailboxes model;
    private Optional<Pair> selected = Optional.empty();
    private int compared;

    private record Pair(SelectedMailbox tested, SelectedMailbox model) {}

    ModelSession(Mailboxes tested, Mailboxes model) {
        this.tested = tested;
        this.model = model;
    }

    /** As {@link StoreWorld#account} has it. */
    static void likeANewAccount(MemoryAccount model) throws IOException {
        for (SpecialUse use : List.of(SpecialUse.SENT, SpecialUse.DRAFTS, SpecialUse.TRASH, SpecialUse.JUNK)) {
            model.use(use, use.name());
        }
        model.use(SpecialUse.ARCHIVE, "Archive");
        for (SpecialUse use : List.of(SpecialUse.SENT, SpecialUse.DRAFTS, SpecialUse.TRASH, SpecialUse.JUNK)) {
            model.delete(use.name());
        }
    }

    static List<Mailboxes.Entry> listed(Mailboxes mailboxes) throws IOException {
        return mailboxes.list().stream()
                .sorted(Comparator.comparing(Mailboxes.Entry::name))
                .toList();
    }

    int compared() {
        return compared;
    }

    void leave() {
        selected.ifPresent(pair -> {
            pair.tested().close();
            pair.model().close();
        });
        selected = Optional.empty();
        tested.close();
        model.close();
    }

    void step(SplittableRandom random, String where) throws IOException {
        int kind = random.nextInt(100);
        if (kind < 8) {
            folders(random, where);
        } else if (kind < 12) {
            String queried = name(random);
            both(where, mailboxes -> counts(mailboxes.status(queried)));
            both(where, mailboxes -> mailboxes.totals(queried));
        } else if (kind < 30) {
            String text = "Subject: " + random.nextInt(1000) + "\r\n\r\n" + "x".repeat(random.nextInt(200));
            String mailbox = name(random);
            String[] flags = flags(random).toArray(String[]::new);
            both(where, mailboxes -> StoreWorld.append(mailboxes, mailbox, text, flags));
        } else if (kind < 36 || selected.isEmpty()) {
            select(random, where);
        } else {
            messages(random, selected.get(), where);
        }
        selected.ifPresent(pair -> refresh(random.nextInt(4) == 0 ? Expunges.KEEP : Expunges.TELL, pair, where));
        if (random.nextInt(10) == 0) {
            assertEquals(listed(model), listed(tested), where);
            assertEquals(Set.copyOf(model.subscriptions()), Set.copyOf(tested.subscriptions()), where);
        }
    }

    private static String name(SplittableRandom random) {
        return random.nextInt(2) == 0 ? "INBOX" : NAMES.get(random.nextInt(NAMES.size()));
    }

    private static List<String> flags(SplittableRandom random) {
        return FLAGS.stream().filter(_ -> random.nextInt(4) == 0).toList();
    }

    private void folders(SplittableRandom random, String where) throws IOException {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String other = NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                Optional<SpecialUse> use = random.nextInt(3) == 0
                        ? Optional.of(SpecialUse.values()[random.nextInt(SpecialUse.values().length)])
                        : Optional.empty();
                both(where, mailboxes -> nothing(() -> mailboxes.create(name, use)));
            }
            case 2 -> {
                if (!name.equals("INBOX")) { // refused by the session, RFC 3501 §6.3.4
                    both(where, mailboxes -> nothing(() -> mailboxes.delete(name)));
                }
            }
            case 3 -> both(where, mailboxes -> nothing(() -> mailboxes.rename(name, other)));
            case 4 -> both(where, mailboxes -> nothing(() -> mailboxes.subscribe(name)));
            default -> both(where, mailboxes -> nothing(() -> mailboxes.unsubscribe(name)));
        }
    }

    private void select(SplittableRandom random, String where) throws IOException {
        selected.ifPresent(pair -> {
            pair.tested().close();
            pair.model().close();
        });
        selected = Optional.empty();
        String name = name(random);
        Access access = random.nextInt(4) == 0 ? Access.EXAMINE : Access.SELECT;
        Object expected = answer(() -> model.select(name, access, () -> {}));
        Object actual = answer(() -> tested.select(name, access, () -> {}));
        if (expected instanceof SelectedMailbox one && actual instanceof SelectedMailbox other) {
            selected = Optional.of(new Pair(other, one));
            compare(selected.get(), where);
        } else {
            assertEquals(expected, actual, where);
        }
    }

    private void messages(SplittableRandom random, Pair pair, String where) throws IOException {
        List<Integer> numbers = IntStream.rangeClosed(1, pair.model().size())
                .filter(_ -> random.nextInt(3) == 0)
                .boxed()
                .toList();
        if (numbers.isEmpty()) {
            return;
        }
        String target = name(random);
        List<String> flags = flags(random);
        Change change = Change.values()[random.nextInt(3)];
        int kind = random.nextInt(10);
        if (kind == 0) {
            both(pair, where, mailbox -> mailbox.copy(numbers, target));
        } else if (kind < 4) {
            both(
                    pair,
                    where,
                    mailbox -> bytes(mailbox.content(numbers.getFirst()).octets()));
            both(pair, where, mailbox -> mailbox.content(numbers.getFirst()).envelope());
        } else if (!pair.model().readOnly() && kind < 7) {
            boolean conditional = random.nextInt(3) == 0;
            int other = random.nextInt(pair.model().size()) + 1;
            both(pair, where, mailbox -> mailbox.store(numbers, change, flags, since(mailbox, conditional, other)));
        } else if (!pair.model().readOnly() && kind == 7) {
            both(pair, where, mailbox -> mailbox.move(numbers, target));
        } else if (!pair.model().readOnly() && random.nextInt(4) == 0) {
            both(pair, where, mailbox -> replace(mailbox, numbers.getFirst(), target, flags));
        } else if (!pair.model().readOnly() && kind == 8) {
            if (random.nextBoolean()) { // of the others it is chance whether they are deleted
                List<String> deleted = List.of("\\Deleted");
                both(pair, where, mailbox -> mailbox.store(numbers, Change.ADD, deleted, OptionalLong.empty()));
            }
            both(pair, where, mailbox -> nothing(() -> mailbox.expunge(numbers)));
        }
    }

    private static Mailboxes.Appended replace(SelectedMailbox mailbox, int number, String target, List<String> flags)
            throws IOException {
        Mailboxes.Upload upload = mailbox.replace(number, target, flags, Optional.of(MemoryAccount.ARRIVAL), 1);
        upload.write(ByteBuffer.wrap(new byte[] {'x'}));
        return upload.commit();
    }

    private static OptionalLong since(SelectedMailbox mailbox, boolean conditional, int number) {
        return conditional ? OptionalLong.of(mailbox.modSeq(number)) : OptionalLong.empty();
    }

    /** Mod-sequences are others in each, only their order is the same. */
    private static Mailboxes.Counts counts(Mailboxes.Counts counts) {
        assertTrue(counts.highestModSeq() > 0);
        return new Mailboxes.Counts(
                counts.messages(), counts.recent(), counts.uidNext(), counts.uidValidity(), counts.unseen(), 0);
    }

    private static String bytes(Octets octets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        octets.read(0, octets.length(), slice -> {
            byte[] bytes = new byte[slice.remaining()];
            slice.get(bytes);
            all.writeBytes(bytes);
        });
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private void refresh(Expunges expunges, Pair pair, String where) {
        both(pair, where, SelectedMailbox::gone);
        Object expected = answer(() -> told(pair.model().refresh(expunges)));
        Object actual = answer(() -> told(pair.tested().refresh(expunges)));
        assertEquals(expected, actual, where);
        if (expected instanceof String) { // the mailbox is gone
            pair.tested().close();
            pair.model().close();
            selected = Optional.empty();
        } else {
            compare(pair, where);
            if (expunges == Expunges.TELL) {
                assertEquals(order(pair.model()), order(pair.tested()), where);
            }
        }
    }

    /** Of each message, how many have a smaller mod-sequence; none has a greater one than the mailbox. */
    private static List<Long> order(SelectedMailbox mailbox) {
        List<Long> modSeqs = IntStream.rangeClosed(1, mailbox.size())
                .mapToObj(mailbox::modSeq)
                .toList();
        assertTrue(modSeqs.stream().allMatch(modSeq -> modSeq <= mailbox.highestModSeq()));
        return modSeqs.stream()
                .map(one -> modSeqs.stream().filter(other -> other < one).count())
                .toList();
    }

    /** Keywords may be told in a different step: in memory they stay for ever. */
    private static List<Event> told(List<Event> events) {
        return events.stream()
                .filter(event -> !(event instanceof Event.KeywordsChanged))
                .toList();
    }

    private void compare(Pair pair, String where) {
        compared++;
        assertEquals(rows(pair.model()), rows(pair.tested()), where);
        assertTrue(pair.model().keywords().containsAll(pair.tested().keywords()), where);
        for (int number = 1; number <= pair.tested().size(); number++) {
            for (String flag : pair.tested().flags(number)) {
                assertTrue(flag.startsWith("\\") || pair.tested().keywords().contains(flag), where);
            }
            assertEquals(number, pair.tested().number(pair.tested().uid(number)));
        }
    }

    private static List<Object> rows(SelectedMailbox mailbox) {
        List<Object> rows = new ArrayList<>();
        rows.add(mailbox.uidValidity() + " " + mailbox.uidNext() + " " + mailbox.recent() + " " + mailbox.size());
        for (int number = 1; number <= mailbox.size(); number++) {
            rows.add(mailbox.uid(number));
            rows.add(mailbox.flags(number));
            rows.add(mailbox.expunged(number));
        }
        return rows;
    }

    private interface Question<P> {
        Object ask(P of) throws IOException;
    }

    private interface Order {
        void run() throws IOException;
    }

    private interface Answer {
        Object get() throws IOException;
    }

    private static boolean nothing(Order order) throws IOException {
        order.run();
        return true;
    }

    private void both(String where, Question<Mailboxes> question) {
        assertEquals(answer(() -> question.ask(model)), answer(() -> question.ask(tested)), where);
    }

    private static void both(Pair pair, String where, Question<SelectedMailbox> question) {
        assertEquals(answer(() -> question.ask(pair.model())), answer(() -> question.ask(pair.tested())), where);
    }

    /** A refusal is an answer as well. */
    private static Object answer(Answer answer) {
        try {
            return answer.get();
        } catch (MailboxException refused) {
            return refused.code() + " " + refused.getMessage();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
