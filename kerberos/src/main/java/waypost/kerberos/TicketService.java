package waypost.kerberos;

/** What a ticket may be for. */
public enum TicketService {
    /** RFC 9051 §6.2.2. */
    IMAP("imap"),
    /** RFC 5034 §6. */
    POP3("pop"),
    /** RFC 4954 §4. */
    SUBMISSION("smtp");

    private final String word;

    TicketService(String word) {
        this.word = word;
    }

    /** The first part of the principal. */
    String word() {
        return word;
    }
}
