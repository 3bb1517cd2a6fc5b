package waypost.protocol.imap;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.PartialRange.End;

/** SEARCH, SORT and THREAD in the selected state: they find, and answer in the form that was asked for. */
final class SearchCommands {
    static final String UNKNOWN_CHARSET = "NO [" + SearchCharset.refusalCode() + "] Unknown charset";

    private final SelectedMailbox mailbox;
    private final MessageNumbers messages;
    private final SearchContexts contexts;
    private final Progress.Telling telling;

    /** @param messages learns what a search saves */
    SearchCommands(
            SelectedMailbox mailbox, MessageNumbers messages, SearchContexts contexts, Progress.Telling telling) {
        this.mailbox = mailbox;
        this.messages = messages;
        this.contexts = contexts;
        this.telling = telling;
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
                out);
    }

    /**
     * RFC 7377: one of the mailboxes that are searched, by UID.
     *
     * @param name of this one, as it is spelled
     */
    String multiSearch(String tag, String name, ImapCommand.MultiSearch command, Replies out) throws IOException {
        ImapCommand.Search search = new ImapCommand.Search(Numbering.UID, command.returns(), command.key());
        return search(
                new SearchAnswer(
                        tag,
                        "ESEARCH",
                        Numbering.UID,
                        Optional.of(name),
                        search.key().asksModSeq()),
                search,
                out);
    }

    private String search(SearchAnswer answer, ImapCommand.Search command, Replies out) throws IOException {
        String tag = answer.tag();
        boolean updates = command.returns().updates();
        if (updates && contexts.has(tag)) {
            return "BAD Tag is in use"; // RFC 5267 §4.3
        }
        SearchPlan plan = plan(command.returns());
        Searcher searcher = searcher(tag, plan, out);
        SearchKey key = command.key();
        List<Integer> found = mailbox.reading(() -> switch (command.returns()) {
            case SearchReturn.Extended asked
            when !asked.whole() && !updates -> searcher.ends(key, asked.reach(End.FIRST), asked.reach(End.LAST));
            case SearchReturn _ -> searcher.search(key);
        });
        if (updates && contexts.full()) { // RFC 5267 §4.3.1
            out.untagged("NO [NOUPDATE " + Answers.quoted(tag) + "] Too many searches are kept up to date");
        } else if (updates) {
            contexts.add(new SearchContext(mailbox, tag, command, plan, found));
        }
        return answer(answer, command.returns(), found, out);
    }

    /** RFC 5267 §3.1: what MIN and MAX are the sort order says. */
    String sort(String tag, ImapCommand.Sort command, Replies out) throws IOException {
        SearchKey key = command.key();
        Searcher searcher = searcher(tag, plan(command.returns()), out);
        List<Integer> sorted =
                mailbox.reading(() -> new Sorter(mailbox).sort(searcher.search(key), command.criteria()));
        return answer(
                new SearchAnswer(tag, "SORT", command.numbering(), Optional.empty(), key.asksModSeq()),
                command.returns(),
                sorted,
                out);
    }

    private String answer(SearchAnswer answer, SearchReturn returns, List<Integer> found, Replies out)
            throws IOException {
        if (returns.saves()) {
            messages.save(returns.concerned(found).stream().sorted().toList());
        }
        Optional<String> text = answer.of(returns, found, mailbox);
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

    String thread(String tag, ImapCommand.Thread command, Replies out) throws IOException {
        Searcher searcher = searcher(tag, plan(new SearchReturn.Plain()), out);
        List<ThreadNode> threads = mailbox.reading(
                () -> new Threader(mailbox).threads(command.algorithm(), searcher.search(command.key())));
        out.untagged(ThreadAnswer.of(threads, number -> command.numbering().identifier(mailbox, number)));
        return "OK THREAD completed";
    }

    private Searcher searcher(String tag, SearchPlan plan, Replies out) {
        return new Searcher(mailbox, plan, telling.of(tag, mailbox.size(), out));
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
        SearchPlan plan =
                new SearchPlan(mailbox, messages.saved(), telling.clock().instant());
        if (returns.saves()) {
            messages.save(List.of());
        }
        return plan;
    }
}
