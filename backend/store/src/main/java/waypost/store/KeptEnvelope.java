package waypost.store;

import java.util.Map;

/**
 * Who a kept message is for, in full, so that it can be handed on after the transaction and its front end are forgotten.
 *
 * @param node the node it was meant for, empty when not known
 * @param received the recipient's address as the client gave it
 * @param reason why it has to be handed on
 * @param parameters further parameters of the transaction and the recipient, opaque here
 */
public record KeptEnvelope(
        String sender, String recipient, String node, String received, String reason, Map<String, String> parameters) {
    public KeptEnvelope {
        parameters = Map.copyOf(parameters);
    }
}
