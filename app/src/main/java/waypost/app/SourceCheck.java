package waypost.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import waypost.config.Configuration;
import waypost.config.Item;
import waypost.config.Problem;
import waypost.config.Problems;

/** Whether connections can come from where a file says that they do. Only for who is to run it: another machine has other addresses. */
record SourceCheck(Problems problems) {
    private static final String INSTEAD =
            "write one that this machine has (ip address), or none for the system to choose";

    static void of(Configuration configuration, Problems problems) {
        SourceCheck check = new SourceCheck(problems);
        Item.of("node.source-addresses", configuration.node().sourceAddresses()).forEach(check::address);
    }

    private void address(Item<InetAddress> item) {
        InetAddress address = item.value();
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || !isHere(address)) {
            problems.tell(
                    new Problem(item.key(), address.getHostAddress() + " is no address of this machine", INSTEAD),
                    item.key());
        }
    }

    /** The system knows more of them than its interfaces show: 127.0.0.2. */
    private static boolean isHere(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException notOurs) {
            return false;
        }
    }
}
