package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import waypost.protocol.imap.SelectedMailbox.Event;
import waypost.protocol.imap.SelectedMailbox.Expunges;

/** Tells the client what has changed in its mailbox (RFC 3501 §5.2, §7.3, §7.4). Knows which keywords it has been told. */
final class Updates {
    private static final List<FetchItem> FLAGS = List.of(new FetchItem.Uid(), new FetchItem.Flags());
    private static final List<FetchItem> FLAGS_AND_MODSEQ =
            List.of(new FetchItem.Uid(), new FetchItem.Flags(), new FetchItem.ModSeq());

    private final SelectedMailbox mailbox;
    private final Enabled enabled;
    private final SearchContexts contexts;
    private final SelectedNotices notices;
    private Set<String> keywords = Set.of();

    /** Numbers whose flags have changed and were not told. */
    private BitSet changed = new BitSet();

    private int size;
    private boolean due;
    private long settled;

    Updates(SelectedMailbox mailbox, Enabled enabled, SearchContexts contexts, SelectedNotices notices) {
        this.mailbox = mailbox;
        this.enabled = enabled;
        this.contexts = contexts;
        this.notices = notices;
        size = mailbox.size();
        settled = mailbox.highestModSeq();
    }

    /** Tells what the client wants to hear. Answers whether messages have gone. */
    boolean write(Expunges expunges, Replies out) throws IOException {
        Set<Long> own = notices.takeBrought();
        if (!notices.ofMessages() && !due) {
            return false;
        }
        due = false;
        List<Event> events = mailbox.refresh(notices.expunges(expunges));
        contexts.expunge(events, out);
        boolean gone = vanished(events, out);
        for (Event event : events) {
            write(event, out);
        }
        Arrivals arrivals = new Arrivals(mailbox, enabled, come(events, own), notices.items());
        changedFlags(events, out);
        highestModSeq(out);
        contexts.look(events, arrivals, out);
        arrivals.writeRest(out);
        return gone;
    }

    /**
     * The client has had messages removed, and hears of that whatever it wants to hear of (RFC 3501 §6.4.3); with it of what others have done, as the view
     * has one state only.
     */
    void due() {
        due = true;
    }

    /** Numbers of messages that have come, without those of this session. */
    private BitSet come(List<Event> events, Set<Long> own) {
        int before = size - Expunged.of(events).size();
        size = mailbox.size();
        BitSet come = new BitSet();
        come.set(before + 1, size + 1);
        if (!own.isEmpty()) {
            come.stream().filter(number -> own.contains(mailbox.uid(number))).forEach(come::clear);
        }
        return come;
    }

    /** RFC 5465 §3.1: a client that does not want to hear of flags now hears of all that have changed when it does. */
    private void changedFlags(List<Event> events, Replies out) throws IOException {
        changed = Expunged.of(events).outOf(changed);
        for (Event event : events) {
            if (event instanceof Event.FlagsChanged(int number)) {
                changed.set(number);
            }
        }
        if (!notices.ofFlags()) {
            return;
        }
        newKeywords(out);
        FetchWriter writer = new FetchWriter(mailbox, enabled, out);
        List<FetchItem> all = enabled.condstore() ? FLAGS_AND_MODSEQ : FLAGS;
        List<FetchItem> changes = enabled.uidOnly() ? all.subList(1, all.size()) : all;
        for (int number = changed.nextSetBit(0); number >= 0; number = changed.nextSetBit(number + 1)) {
            writer.write(number, changes);
        }
        changed = new BitSet();
    }

    /** RFC 7162 §3.2.10.2: in one answer, in the place of EXPUNGE. */
    private boolean vanished(List<Event> events, Replies out) throws IOException {
        List<Long> gone = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Expunged(int _, long uid)) {
                gone.add(uid);
            }
        }
        if (!gone.isEmpty() && enabled.vanished()) {
            out.untagged("VANISHED " + Answers.uidSet(gone));
        }
        return !gone.isEmpty();
    }

    private void write(Event event, Replies out) throws IOException {
        switch (event) {
            case Event.Expunged(int number, long _) -> {
                if (!enabled.vanished()) {
                    out.untagged(number + " EXPUNGE");
                }
            }
            case Event.Exists(int count) -> out.untagged(count + " EXISTS");
            case Event.Recent(int count) -> {
                if (!enabled.rev2()) { // RFC 9051 appendix E 12
                    out.untagged(count + " RECENT");
                }
            }
            case Event.FlagsChanged _, Event.KeywordsChanged _ -> {}
            case Event.RightsChanged() -> {
                flags(out);
                permanentFlags(out);
            }
        }
    }

    /**
     * RFC 7162 §3.2: while messages are gone that the client may not be told of yet, it must not take the greatest mod-sequence it has seen for
     * what it knows: cut off now, it would never hear of them.
     */
    private void highestModSeq(Replies out) throws IOException {
        if (!mailbox.lags()) {
            settled = mailbox.highestModSeq();
        } else if (enabled.qresync()) {
            out.untagged("OK [HIGHESTMODSEQ " + settled + "] Some messages have gone since");
        }
    }

    /** FLAGS and PERMANENTFLAGS, if the client does not know all keywords yet. */
    void newKeywords(Replies out) throws IOException {
        if (!keywords.containsAll(mailbox.keywords())) {
            flags(out);
            permanentFlags(out);
        }
    }

    void flags(Replies out) throws IOException {
        keywords = Set.copyOf(mailbox.keywords());
        out.untagged("FLAGS " + Answers.flagList(known()));
    }

    /** RFC 4314 §5.1.1: "MUST accurately reflect the current user's rights". */
    void permanentFlags(Replies out) throws IOException {
        List<String> permanent = new ArrayList<>(known());
        permanent.add("\\*");
        MailboxRights rights = mailbox.readOnly() ? MailboxRights.NONE : mailbox.rights();
        permanent.removeIf(flag -> !rights.has(Flags.right(flag)));
        out.untagged("OK [PERMANENTFLAGS " + Answers.flagList(permanent) + "] Flags that stay");
    }

    private List<String> known() {
        List<String> known = new ArrayList<>(Flags.SYSTEM);
        keywords.stream().sorted().forEach(known::add);
        return known;
    }
}
