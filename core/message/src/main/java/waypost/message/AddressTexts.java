package waypost.message;

import java.util.ArrayList;
import java.util.List;
import waypost.message.Envelope.Address;

/**
 * What a search for addresses looks into (RFC 3501 §6.4.4: the envelope structure's fields): of each address its name, route, mailbox and host in the order in which people
 * write them, without the comments and quotes that may be between. Octets as ISO-8859-1 characters, not decoded.
 */
public final class AddressTexts {
    private AddressTexts() {}

    public static List<String> of(List<Address> addresses) {
        List<String> texts = new ArrayList<>();
        for (Address address : addresses) {
            switch (address) {
                case Address.Mailbox(var name, var route, var local, var domain) -> {
                    String host = domain.isEmpty() ? "" : "@" + domain;
                    String named = name.map(text -> text + " ").orElse("");
                    String routed = route.map(text -> text + ":").orElse("");
                    texts.add(named + "<" + routed + local + host + ">");
                }
                case Address.GroupStart(var name) -> texts.add(name + ":");
                case Address.GroupEnd() -> {}
            }
        }
        return texts;
    }
}
