package waypost.protocol.imap;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.PartialRange.End;

/** SEARCH, SORT and THREAD in the selected state: they find, and answer in the form that was asked for. */
final class SearchCommands {
    static final String UNKNOWN_CHARSET = "NO [" + SearchCharset.refusalCode() + "] Unknown charset";

    /** RFC 5267 §4.3. */
    static final String TAG_IN_USE = "BAD Tag is in use";

    private final SelectedMailbox mailbox;
    private final MessageNumbers messages;
    private final SearchContexts contexts;
    private final ImapExtensions extensions;
    private final InstantSource clock;

    /** @param messages learns what a search saves */
    SearchCommands(
            SelectedMailbox mailbox,
            MessageNumbers messages,
            SearchContexts contexts,
            ImapExtensions extensions,
            InstantSource clock) {
        this.mailbox = mailbox;
        this.messages = messages;
        this.contexts = contexts;
        this.extensions = extensions;
        this.clock = clock;
    }

    String search(String tag, ImapCommand.Search command, Replies out) throws IOException {
        Numbering numbering = command.numbering();
        return search(
                new SearchAnswer(
                        tag,
                        "SEARCH",
                        numbering,
                        Optional.empty(),
                        command.key().asksModSeq()),
                command,
                progress(tag),
                out);
    }

    /**
     * RFC 7377: one of the mailboxes that are searched, by UID.
     *
     * @param name of this one, as it is spelled
     * @param progress of the part that this one is
     */
    void multiSearch(String tag, String name, ImapCommand.MultiSearch command, Progress progress, Replies out)
            throws IOException {
        ImapCommand.Search search = new ImapCommand.Search(Numbering.UID, command.returns(), command.key());
        String unused = search(
                new SearchAnswer(
                        tag,
                        "ESEARCH",
                        Numbering.UID,
                        Optional.of(name),
                        search.key().asksModSeq()),
                search,
                progress,
                out);
    }

    private String search(SearchAnswer answer, ImapCommand.Search command, Progress progress, Replies out)
            throws IOException {
        String tag = answer.tag();
        boolean updates = command.returns().updates();
        if (updates && contexts.has(tag)) {
            return TAG_IN_USE;
        }
        SearchPlan plan = plan(command.returns());
        Searcher searcher = new Searcher(mailbox, plan, progress);
        SearchKey key = command.key();
        List<Integer> found = reading(progress, out, () -> switch (command.returns()) {
            case SearchReturn.Extended asked
            when !asked.whole() && !updates -> searcher.ends(key, asked.reach(End.FIRST), asked.reach(End.LAST));
            case SearchReturn _ -> searcher.search(key);
        });
        if (updates && contexts.full()) { // RFC 5267 §4.3.1
            out.untagged("NO [NOUPDATE " + Answers.quoted(tag) + "] Too many searches are kept up to date");
        } else if (updates) {
            contexts.add(new SearchContext(mailbox, tag, command, plan, found));
        }
        return answer(answer, command.returns(), found, plan.relevancies(), out);
    }

    /** RFC 5267 §3.1: what MIN and MAX are the sort order says. */
    String sort(String tag, ImapCommand.Sort command, Replies out) throws IOException {
        SearchKey key = command.key();
        Progress progress = progress(tag);
        SearchPlan plan = plan(command.returns());
        Searcher searcher = new Searcher(mailbox, plan, progress);
        List<Integer> sorted = reading(
                progress,
                out,
                () -> new Sorter(mailbox, plan.relevancies()).sort(searcher.search(key), command.criteria()));
        return answer(
                new SearchAnswer(tag, "SORT", command.numbering(), Optional.empty(), key.asksModSeq()),
                command.returns(),
                sorted,
                plan.relevancies(),
                out);
    }

    private String answer(
            SearchAnswer answer, SearchReturn returns, List<Integer> found, Relevancies relevancies, Replies out)
            throws IOException {
        if (returns.saves()) {
            messages.save(returns.concerned(found).stream().sorted().toList());
        }
        Optional<String> text = answer.of(returns, found, mailbox, relevancies);
        if (text.isPresent()) {
            out.untagged(text.get());
        }
        return "OK " + answer.verb() + " completed";
    }

    /** RFC 5267 §4.3.5. */
    String cancelUpdate(ImapCommand.CancelUpdate command) {
        contexts.cancel(command.tags());
        return "OK CANCELUPDATE completed";
    }

    /** RFC 9586 §3: what is kept up to date by numbers is so no longer. */
    void forgetNumbers() {
        contexts.forgetNumbers();
    }

    String thread(String tag, ImapCommand.Thread command, Replies out) throws IOException {
        Progress progress = progress(tag);
        Searcher searcher = new Searcher(mailbox, plan(new SearchReturn.Plain()), progress);
        List<ThreadNode> threads = reading(
                progress,
                out,
                () -> new Threader(mailbox).threads(command.algorithm(), searcher.search(command.key())));
        out.untagged(ThreadAnswer.of(threads, number -> command.numbering().identifier(mailbox, number)));
        return "OK THREAD completed";
    }

    private Progress progress(String tag) {
        return Progress.of(tag, mailbox.size(), extensions);
    }

    private <T> T reading(Progress progress, Replies out, SelectedMailbox.Reading<T> reading) throws IOException {
        try {
            return mailbox.reading(reading, Progress.INTERVAL, () -> progress.tell(out));
        } finally {
            progress.end();
        }
    }

    /** Whether a search with this tag is kept up to date. */
    boolean updating(String tag) {
        return contexts.has(tag);
    }

    /** NO, and nothing is saved any longer if something was to be (RFC 5182 §2.1). */
    String refuse(ImapCommand.UnknownCharset command) {
        if (command.returns().saves()) {
            messages.save(List.of());
        }
        return UNKNOWN_CHARSET;
    }

    /** Knows what is saved; of that nothing is left if this search is to save and then fails (RFC 5182 §2.1). */
    private SearchPlan plan(SearchReturn returns) {
        SearchPlan plan = new SearchPlan(mailbox, messages.saved(), clock.instant());
        if (returns.saves()) {
            messages.save(List.of());
        }
        return plan;
    }
}
