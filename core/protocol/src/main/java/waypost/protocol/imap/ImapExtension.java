package waypost.protocol.imap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An extension of RFC 3501 that a session offers, by the name that announces it (RFC 3501 §7.2.1). What it adds to the grammar is not known to a session
 * without it, and what it adds to answers is not said.
 */
public enum ImapExtension {
    /** RFC 2971. */
    ID("ID"),
    /** RFC 5161. */
    ENABLE("ENABLE"),
    /** RFC 7162 §3.1. */
    CONDSTORE("CONDSTORE"),
    /** RFC 7162 §3.2. */
    QRESYNC("QRESYNC", ENABLE, CONDSTORE),
    /** RFC 9586. */
    UIDONLY("UIDONLY", ENABLE),
    /** RFC 10022. */
    UIDBATCHES("UIDBATCHES"),
    /** RFC 6855. */
    UTF8_ACCEPT("UTF8=ACCEPT", ENABLE),
    /** RFC 2177. */
    IDLE("IDLE"),
    /** RFC 2342. */
    NAMESPACE("NAMESPACE"),
    /** RFC 4315. */
    UIDPLUS("UIDPLUS"),
    /** RFC 6851. */
    MOVE("MOVE"),
    /** RFC 4978. */
    COMPRESS_DEFLATE("COMPRESS=DEFLATE"),
    /** RFC 3691. */
    UNSELECT("UNSELECT"),
    /** RFC 8437, where a front end takes the client back. */
    UNAUTHENTICATE("UNAUTHENTICATE"),
    /** RFC 3348. */
    CHILDREN("CHILDREN"),
    /** RFC 5258. */
    LIST_EXTENDED("LIST-EXTENDED"),
    /** RFC 5819. */
    LIST_STATUS("LIST-STATUS"),
    /** RFC 5464, and with it its METADATA-SERVER. */
    METADATA("METADATA"),
    /** RFC 9590. */
    LIST_METADATA("LIST-METADATA", LIST_EXTENDED, METADATA),
    /** RFC 4314. */
    ACL("ACL"),
    /** RFC 4314 §5.1.1: the rights that RFC 2086 did not know. */
    ACL_TEXK("RIGHTS=texk", ACL),
    /** RFC 8440. */
    LIST_MYRIGHTS("LIST-MYRIGHTS", LIST_EXTENDED, ACL),
    /** RFC 5465. */
    NOTIFY("NOTIFY"),
    /** RFC 9208. */
    QUOTA("QUOTA"),
    /** RFC 9208 §4.1.3. */
    QUOTASET("QUOTASET", QUOTA),
    /** RFC 9208 §5.1. */
    QUOTA_STORAGE("QUOTA=RES-STORAGE", QUOTA),
    /** RFC 9208 §5.2. */
    QUOTA_MESSAGE("QUOTA=RES-MESSAGE", QUOTA),
    /** RFC 8438. */
    STATUS_SIZE("STATUS=SIZE"),
    /** RFC 6154 §2. */
    SPECIAL_USE("SPECIAL-USE"),
    /** RFC 6154 §3. */
    CREATE_SPECIAL_USE("CREATE-SPECIAL-USE"),
    /** What SPECIAL-USE was before it was RFC 6154: a workaround, offered where it is switched on. */
    XLIST("XLIST", SPECIAL_USE),
    /** RFC 7889; the capability has the limit behind it. */
    APPENDLIMIT("APPENDLIMIT"),
    /** RFC 3502. */
    MULTIAPPEND("MULTIAPPEND"),
    /** RFC 4469, with URLs of RFC 5092. */
    CATENATE("CATENATE"),
    /** RFC 5550 §5.7.1. */
    URL_PARTIAL("URL-PARTIAL", CATENATE),
    /**
     * RFC 9738, for APPEND, as many as {@link Appending#MOST}; COPY takes more, as its §4.2 allows. Declined: MESSAGELIMIT, as no command that reads
     * or changes messages has a limit.
     */
    SAVELIMIT("SAVELIMIT=" + Appending.MOST),
    /** RFC 8508. */
    REPLACE("REPLACE"),
    /** RFC 3516. */
    BINARY("BINARY"),
    /** RFC 8970. */
    PREVIEW("PREVIEW"),
    /** RFC 8474. */
    OBJECTID("OBJECTID"),
    /** RFC 8514. */
    SAVEDATE("SAVEDATE"),
    /** RFC 9585. */
    INPROGRESS("INPROGRESS"),
    /** RFC 4731. */
    ESEARCH("ESEARCH"),
    /** RFC 9394. */
    PARTIAL("PARTIAL"),
    /** RFC 7377. */
    MULTISEARCH("MULTISEARCH"),
    /** RFC 5267 §4. */
    CONTEXT_SEARCH("CONTEXT=SEARCH"),
    /** RFC 6203. */
    SEARCH_FUZZY("SEARCH=FUZZY"),
    /** RFC 5182. */
    SEARCHRES("SEARCHRES"),
    /** RFC 5032. */
    WITHIN("WITHIN"),
    /** RFC 5256. */
    SORT("SORT"),
    /** RFC 5957. */
    SORT_DISPLAY("SORT=DISPLAY"),
    /** RFC 5267 §3. */
    ESORT("ESORT"),
    /** RFC 5256. */
    THREAD_ORDEREDSUBJECT("THREAD=ORDEREDSUBJECT"),
    /** RFC 5256. */
    THREAD_REFERENCES("THREAD=REFERENCES"),
    /** draft-ietf-morg-inthread-01 §4, which has expired; clients ask for it. */
    THREAD_REFS("THREAD=REFS"),
    /** RFC 9051, beside IMAP4rev1: with all that it has taken over from extensions. */
    IMAP4REV2(
            "IMAP4rev2",
            ENABLE,
            IDLE,
            NAMESPACE,
            UNSELECT,
            UIDPLUS,
            MOVE,
            CHILDREN,
            LIST_EXTENDED,
            LIST_STATUS,
            STATUS_SIZE,
            SPECIAL_USE,
            ESEARCH,
            SEARCHRES,
            BINARY);

    private final String capability;
    private final List<ImapExtension> basis;

    /** @param basis without all of which it is not offered either */
    ImapExtension(String capability, ImapExtension... basis) {
        this.capability = capability;
        this.basis = List.of(basis);
    }

    /** Those that it is built on: without one of them it is not offered. */
    public List<ImapExtension> basis() {
        return basis;
    }

    /** As the names of an ENABLE come from the parser. */
    String inCapitals() {
        return capability.toUpperCase(Locale.ROOT);
    }

    /** How it is announced. */
    public String capability() {
        return capability;
    }

    /** Which one adds this command to the grammar. */
    static Optional<ImapExtension> ofCommand(String verb) {
        return Optional.ofNullable(
                switch (verb) {
                    case "ID" -> ID;
                    case "ENABLE" -> ENABLE;
                    case "IDLE" -> IDLE;
                    case "NAMESPACE" -> NAMESPACE;
                    case "GETMETADATA", "SETMETADATA" -> METADATA;
                    case "SETACL", "DELETEACL", "GETACL", "LISTRIGHTS", "MYRIGHTS" -> ACL;
                    case "NOTIFY" -> NOTIFY;
                    case "UIDBATCHES" -> UIDBATCHES;
                    case "GETQUOTA", "GETQUOTAROOT" -> QUOTA;
                    case "SETQUOTA" -> QUOTASET;
                    case "UID EXPUNGE" -> UIDPLUS;
                    case "MOVE", "UID MOVE" -> MOVE;
                    case "REPLACE", "UID REPLACE" -> REPLACE;
                    case "COMPRESS" -> COMPRESS_DEFLATE;
                    case "UNSELECT" -> UNSELECT;
                    case "UNAUTHENTICATE" -> UNAUTHENTICATE;
                    case "SORT", "UID SORT" -> SORT;
                    case "CANCELUPDATE" -> CONTEXT_SEARCH;
                    case "XLIST" -> XLIST;
                    case "ESEARCH" -> MULTISEARCH;
                    default -> null;
                });
    }
}
