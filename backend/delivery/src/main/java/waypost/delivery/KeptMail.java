package waypost.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.protocol.smtp.Body;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.ReversePath;
import waypost.protocol.smtp.Transaction;
import waypost.store.KeptEnvelope;

/**
 * A recipient that this node keeps, as its volume's queue stores it.
 *
 * @param hops nodes that the message has passed
 */
record KeptMail(ReversePath sender, Kept kept, String trace, int hops, Body body, Transaction.Encoding encoding) {

    KeptEnvelope envelope() {
        Recipient recipient = kept.recipient();
        Map<String, String> words = new HashMap<>();
        words.put("purpose", kept.purpose().name());
        words.put("trace", trace);
        words.put("hops", Integer.toString(hops));
        words.put("body", body.name());
        words.put("encoding", encoding.name());
        mailbox("to", recipient.address(), words);
        mailbox("original", recipient.original(), words);
        sender.mailbox().ifPresent(from -> mailbox("from", from, words));
        recipient.directoryId().ifPresent(id -> words.put("directory-id", id.value()));
        recipient.epoch().ifPresent(epoch -> words.put("epoch", Long.toString(epoch)));
        return new KeptEnvelope(
                sender.toString(),
                recipient.address().toString(),
                kept.node().value(),
                recipient.original().toString(),
                kept.reason(),
                words);
    }

    /** Empty for what another release wrote in a way that this one does not know. */
    static Optional<KeptMail> of(KeptEnvelope envelope) {
        Map<String, String> words = envelope.parameters();
        Optional<Mailbox> to = mailbox("to", words);
        Optional<Mailbox> original = mailbox("original", words);
        if (to.isEmpty() || original.isEmpty() || !NodeName.valid(envelope.node())) {
            return Optional.empty();
        }
        try {
            String epoch = words.getOrDefault("epoch", "");
            Recipient recipient = new Recipient(
                    to.get(),
                    original.get(),
                    Optional.ofNullable(words.get("directory-id")).map(DirectoryId::new),
                    epoch.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(epoch)),
                    Optional.empty());
            Kept.Purpose purpose = Kept.Purpose.valueOf(words.getOrDefault("purpose", ""));
            return Optional.of(new KeptMail(
                    new ReversePath(mailbox("from", words)),
                    new Kept(recipient, new NodeName(envelope.node()), purpose, envelope.reason()),
                    words.getOrDefault("trace", ""),
                    Integer.parseInt(words.getOrDefault("hops", "0")),
                    Body.valueOf(words.getOrDefault("body", Body.EIGHT_BIT_MIME.name())),
                    Transaction.Encoding.valueOf(words.getOrDefault("encoding", ""))));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static void mailbox(String name, Mailbox mailbox, Map<String, String> words) {
        words.put(name + "-local", mailbox.local());
        words.put(name + "-domain", mailbox.domain());
    }

    private static Optional<Mailbox> mailbox(String name, Map<String, String> words) {
        Optional<String> local = Optional.ofNullable(words.get(name + "-local"));
        return local.map(known -> new Mailbox(known, words.getOrDefault(name + "-domain", "")));
    }
}
