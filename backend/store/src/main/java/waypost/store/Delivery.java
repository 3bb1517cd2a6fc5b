package waypost.store;

import java.util.Optional;
import waypost.identity.AccountId;
import waypost.identity.TransferId;

/** A message on its way to one account. */
public record Delivery(AccountId account, NewMessage message, Optional<Transfer> transfer) {

    /**
     * The transfer that brings it, for mail that came through SMTP.
     *
     * @param recipient canonical address
     */
    public record Transfer(TransferId id, String recipient, TransferLedger.Seen seen) {}
}
