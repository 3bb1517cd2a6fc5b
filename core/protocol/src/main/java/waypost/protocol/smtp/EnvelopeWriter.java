package waypost.protocol.smtp;

import waypost.protocol.Xtext;

/** The commands of an envelope, with those parameters that the peer takes; {@link EnvelopeReader} reads them. */
final class EnvelopeWriter {
    private EnvelopeWriter() {}

    static String mail(Transaction transaction, Features features) {
        StringBuilder words = new StringBuilder("MAIL FROM:").append(transaction.sender());
        if (features.size()) {
            transaction.size().ifPresent(size -> words.append(" SIZE=").append(size));
        }
        if (features.eightBitMime() && transaction.body() == Body.EIGHT_BIT_MIME) {
            words.append(" BODY=8BITMIME");
        }
        if (features.smtpUtf8() && transaction.encoding() == Transaction.Encoding.SMTPUTF8) {
            words.append(" SMTPUTF8");
        }
        if (features.waypost()) {
            transaction.transfer().ifPresent(transfer -> transferWords(transfer, words));
            if (!transaction.trace().isEmpty()) {
                words.append(" TRACE=").append(Xtext.encode(transaction.trace()));
            }
        }
        return words.toString();
    }

    private static void transferWords(Transfer transfer, StringBuilder words) {
        words.append(" TRANSFER=").append(transfer.id());
        words.append(" AGE=").append(transfer.age().toMillis());
        transfer.doneAge().ifPresent(age -> words.append(" DONEAGE=").append(age.toMillis()));
        words.append(" HOPS=").append(transfer.hops());
    }

    static String rcpt(Recipient recipient, Features features) {
        StringBuilder words = new StringBuilder("RCPT TO:<" + recipient.address() + ">");
        if (features.waypost()) {
            words.append(KeepList.recipientWords(recipient));
        }
        if (features.limits() && recipient.hold().isEmpty()) {
            recipient.limits().ifPresent(limits -> words.append(" LIMITS=").append(Xtext.encode(limits.text())));
        }
        return words.toString();
    }
}
