package waypost.protocol.imap;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waypost.protocol.login.Credentials;

/**
 * A client command, parsed and checked, without its tag (see {@link Tagged}). Families follow the states of RFC 3501 §6; a session
 * switches over the family of its state.
 */
public sealed interface ImapCommand {

    /** Whether it tells that the client knows mod-sequences (RFC 7162 §3.1, "CONDSTORE enabling command"). */
    default boolean enablesCondstore() {
        return false;
    }

    /** Whether the octets of a message follow its line, which do not pass through the parser. */
    default boolean announcesMessage() {
        return false;
    }

    /** One command line with its tag. */
    record Tagged(String tag, ImapCommand command) {}

    /** Whether numbers in a command and its answer are message sequence numbers or unique identifiers (RFC 3501 §6.4.8). */
    enum Numbering {
        SEQUENCE,
        UID;

        /** What a message is called in an answer. */
        long identifier(SelectedMailbox mailbox, int number) {
            return switch (this) {
                case SEQUENCE -> number;
                case UID -> mailbox.uid(number);
            };
        }
    }

    // RFC 3501 §6.1: any state.
    sealed interface AnyState extends ImapCommand {}

    record Capability() implements AnyState {}

    record Noop() implements AnyState {}

    record Logout() implements AnyState {}

    /** RFC 2971. Field names as sent; a NIL value is an empty Optional. */
    record Id(List<Field> fields) implements AnyState {
        record Field(String name, Optional<String> value) {}
    }

    /** Well-formed tag, but not a command that is served here. */
    record Unknown(String verb) implements AnyState {}

    /** A command that does not parse. The answer is BAD with this reason. */
    record Malformed(String reason) implements AnyState {}

    /** It names a mailbox as none can be called. The answer is NO with this reason: nothing is wrong with the command (RFC 3501 §7.1.2). */
    record Unnamable(String reason) implements AnyState {}

    // RFC 3501 §6.2: not authenticated.
    sealed interface NotAuthenticated extends ImapCommand {}

    record StartTls() implements NotAuthenticated {}

    /** {@code initialResponse} is still base64 (RFC 4959); "=" stands for an empty one. */
    record Authenticate(String mechanism, Optional<String> initialResponse) implements NotAuthenticated {
        @Override
        public String toString() {
            return "Authenticate[" + mechanism + "]";
        }
    }

    record Login(Credentials.Password credentials) implements NotAuthenticated {}

    // RFC 3501 §6.3: authenticated.
    sealed interface Authenticated extends ImapCommand {}

    /** {@code capabilities} upper case, RFC 5161. */
    record Enable(List<String> capabilities) implements Authenticated {
        @Override
        public boolean enablesCondstore() {
            return capabilities.contains("CONDSTORE") || capabilities.contains("QRESYNC");
        }
    }

    /**
     * SELECT and EXAMINE.
     *
     * @param written the name as the client has spelled it
     * @param known what the client asks to be brought up to date from (RFC 7162 §3.2.5)
     */
    record Select(String mailbox, String written, Access access, Set<Parameter> parameters, Optional<Resync> known)
            implements Authenticated {
        public enum Access {
            SELECT,
            EXAMINE
        }

        /** RFC 4466 §2.1. */
        public enum Parameter {
            /** RFC 7162 §3.1.8. */
            CONDSTORE
        }

        @Override
        public boolean enablesCondstore() {
            return parameters.contains(Parameter.CONDSTORE);
        }
    }

    /** {@code uses} are use-attr of RFC 6154 §6 in capitals, whether known here or not. */
    record Create(String mailbox, Set<String> uses) implements Authenticated {}

    record Delete(String mailbox) implements Authenticated {}

    record Rename(String from, String to) implements Authenticated {}

    record Subscribe(String mailbox) implements Authenticated {}

    record Unsubscribe(String mailbox) implements Authenticated {}

    /** LIST with an empty name asks for the separator of the hierarchy (RFC 3501 §6.3.8). */
    record ListDelimiter() implements Authenticated {}

    /**
     * LIST of RFC 3501 §6.3.8 with the options and patterns of RFC 5258 §3 and RFC 6154 §2.
     *
     * @param status of the return option STATUS (RFC 5819 §2); empty without it
     * @param metadata entries of the return option METADATA (RFC 9590 §3); empty without it
     */
    record ListMailboxes(
            Set<Selection> selection,
            String reference,
            List<String> patterns,
            Set<Return> returned,
            List<StatusItem> status,
            List<String> metadata)
            implements Authenticated {
        /** One that asks for no annotations. */
        public ListMailboxes(
                Set<Selection> selection,
                String reference,
                List<String> patterns,
                Set<Return> returned,
                List<StatusItem> status) {
            this(selection, reference, patterns, returned, status, List.of());
        }

        public enum Selection {
            SUBSCRIBED,
            REMOTE,
            RECURSIVEMATCH,
            SPECIAL_USE
        }

        public enum Return {
            SUBSCRIBED,
            CHILDREN,
            SPECIAL_USE,
            /** RFC 8440. */
            MYRIGHTS
        }
    }

    record Lsub(String reference, String pattern) implements Authenticated {}

    /** LIST as it told of special uses before RFC 6154. */
    record Xlist(String reference, String pattern) implements Authenticated {}

    record Status(String mailbox, List<StatusItem> items) implements Authenticated {
        @Override
        public boolean enablesCondstore() {
            return items.contains(StatusItem.HIGHESTMODSEQ);
        }
    }

    record Namespace() implements Authenticated {}

    record Metadata(MetadataCommand command) implements Authenticated {}

    record Quota(QuotaCommand command) implements Authenticated {}

    record Acl(AclCommand command) implements Authenticated {}

    record Notify(NotifyCommand command) implements Authenticated {}

    /** What its first line says; more may follow, see {@link Received.MoreOfMessage}. */
    record Append(String mailbox, List<AppendStep> steps) implements Authenticated {
        @Override
        public boolean announcesMessage() {
            return AppendStep.announceOctets(steps);
        }
    }

    /** ESEARCH (RFC 7377): a search of several mailboxes, which need not be open. */
    record MultiSearch(List<MailboxFilter> sources, SearchReturn.Extended returns, SearchKey key)
            implements Authenticated {
        @Override
        public boolean enablesCondstore() {
            return key.asksModSeq();
        }
    }

    /** SEARCH or its kind in a charset that is not known: NO [BADCHARSET], RFC 3501 §6.4.4. */
    record UnknownCharset(SearchReturn returns, String charset) implements Authenticated {}

    /** How a literal was announced (RFC 7888). */
    enum Literal {
        SYNCHRONIZING,
        NON_SYNCHRONIZING
    }

    record Idle() implements Authenticated {}

    /** RFC 4978 §3: DEFLATE, the only mechanism there is. */
    record Compress() implements Authenticated {}

    /** RFC 8437 §3. */
    record Unauthenticate() implements Authenticated {}

    // RFC 3501 §6.4: selected.
    sealed interface Selected extends ImapCommand {}

    /** RFC 5267 §4.3.5: no more updates of the searches with these tags. */
    record CancelUpdate(List<String> tags) implements Selected {}

    /**
     * RFC 10022 §3.1.
     *
     * @param size messages of a batch
     * @param first of the batches that are wanted, counted from the end of the mailbox
     */
    record UidBatches(long size, long first, long last) implements Selected {
        /** Until the last there is. */
        static final long ALL = Long.MAX_VALUE;
    }

    record Check() implements Selected {}

    record Close() implements Selected {}

    record Unselect() implements Selected {}

    /** EXPUNGE; with {@code uids} UID EXPUNGE (RFC 4315 §2.1). */
    record Expunge(Optional<SequenceSet> uids) implements Selected {}

    record Search(Numbering numbering, SearchReturn returns, SearchKey key) implements Selected {
        @Override
        public boolean enablesCondstore() {
            return key.asksModSeq();
        }
    }

    /** RFC 5256, with the return options of RFC 5267 §3. */
    record Sort(Numbering numbering, SearchReturn returns, List<SortCriterion> criteria, SearchKey key)
            implements Selected {
        @Override
        public boolean enablesCondstore() {
            return key.asksModSeq();
        }
    }

    /** RFC 5256, with the algorithm of draft-ietf-morg-inthread-01. */
    record Thread(Numbering numbering, Algorithm algorithm, SearchKey key) implements Selected {
        @Override
        public boolean enablesCondstore() {
            return key.asksModSeq();
        }

        public enum Algorithm {
            ORDEREDSUBJECT(ImapExtension.THREAD_ORDEREDSUBJECT),
            REFERENCES(ImapExtension.THREAD_REFERENCES),
            REFS(ImapExtension.THREAD_REFS);

            private final ImapExtension extension;

            Algorithm(ImapExtension extension) {
                this.extension = extension;
            }

            /** Which one adds it. */
            ImapExtension extension() {
                return extension;
            }
        }
    }

    /**
     * FETCH with its modifiers.
     *
     * @param partial a piece of those messages (RFC 9394 §3.3)
     * @param changedSince only messages with a greater mod-sequence (RFC 7162 §3.1.4.1)
     */
    record Fetch(
            Numbering numbering,
            SequenceSet set,
            List<FetchItem> items,
            Optional<PartialRange> partial,
            OptionalLong changedSince)
            implements Selected {
        @Override
        public boolean enablesCondstore() {
            return changedSince.isPresent() || items.contains(new FetchItem.ModSeq());
        }
    }

    /** UID FETCH that also asks which of these messages have gone since its {@code changedSince} (RFC 7162 §3.2.6). */
    record FetchVanished(Fetch fetch) implements Selected {
        @Override
        public boolean enablesCondstore() {
            return true;
        }
    }

    /** {@code unchangedSince}: only messages without a greater mod-sequence (RFC 7162 §3.1.3). */
    record Store(
            Numbering numbering,
            SequenceSet set,
            OptionalLong unchangedSince,
            Change change,
            Echo echo,
            List<String> flags)
            implements Selected {
        @Override
        public boolean enablesCondstore() {
            return unchangedSince.isPresent();
        }

        public enum Change {
            REPLACE,
            ADD,
            REMOVE
        }

        public enum Echo {
            REPORT,
            SILENT
        }
    }

    record Copy(Numbering numbering, SequenceSet set, String mailbox) implements Selected {}

    /** RFC 6851. */
    record Move(Numbering numbering, SequenceSet set, String mailbox) implements Selected {}

    /**
     * RFC 8508: the message in the place of another one of the open mailbox.
     *
     * @param number of the message that goes, or {@link SequenceSet#STAR}
     */
    record Replace(Numbering numbering, long number, String mailbox, List<AppendStep> steps) implements Selected {
        @Override
        public boolean announcesMessage() {
            return AppendStep.announceOctets(steps);
        }
    }
}
