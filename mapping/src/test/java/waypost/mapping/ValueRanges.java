package waypost.mapping;

import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.listener.ProxyRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SingleServerSet;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Before a domain controller that shows all values of an attribute, unless it is asked for a range of them: asks it for so many of {@code member}
 * where it is asked for more, as one whose MaxValRange that is would understand it; for nothing of it where that is 0.
 */
final class ValueRanges implements AutoCloseable {
    private static final Pattern FROM = Pattern.compile("(?i)member;range=([0-9]+)-\\*");

    private final LDAPListener listener;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    ValueRanges(String address, int port, int most) throws Exception {
        var server = new ProxyRequestHandler(new SingleServerSet(address, port));
        var config = new LDAPListenerConfig(0, new Narrow(server, most, asked, named));
        config.setListenAddress(InetAddress.getLoopbackAddress());
        listener = new LDAPListener(config);
        listener.startListening();
    }

    URI uri() {
        return URI.create("ldap://127.0.0.1:" + listener.getListenPort());
    }

    /** The names of entries that were looked at by name. */
    Set<String> named() {
        return named;
    }

    /** The ranges that were asked for, in their order. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        listener.shutDown(true);
    }

    private static final class Narrow extends LDAPListenerRequestHandler {
        private final LDAPListenerRequestHandler server;
        private final int most;
        private final List<String> asked;
        private final Set<String> named;

        Narrow(LDAPListenerRequestHandler server, int most, List<String> asked, Set<String> named) {
            this.server = server;
            this.most = most;
            this.asked = asked;
            this.named = named;
        }

        @Override
        public LDAPListenerRequestHandler newInstance(LDAPListenerClientConnection connection) throws LDAPException {
            return new Narrow(server.newInstance(connection), most, asked, named);
        }

        @Override
        public void closeInstance() {
            server.closeInstance();
        }

        private String narrow(String attribute) {
            if (attribute.equalsIgnoreCase("member")) {
                return most == 0 ? "objectClass" : "member;range=0-" + (most - 1);
            }
            Matcher from = FROM.matcher(attribute);
            if (!from.matches()) {
                return attribute;
            }
            asked.add(attribute);
            int first = Integer.parseInt(from.group(1));
            return "member;range=" + first + "-" + (first + most - 1);
        }

        @Override
        public LDAPMessage processSearchRequest(int id, SearchRequestProtocolOp search, List<Control> controls) {
            if (search.getScope().equals(SearchScope.BASE)
                    && search.getAttributes().contains("member")) {
                named.add(search.getBaseDN());
            }
            return server.processSearchRequest(
                    id,
                    new SearchRequestProtocolOp(
                            search.getBaseDN(),
                            search.getScope(),
                            search.getDerefPolicy(),
                            search.getSizeLimit(),
                            search.getTimeLimit(),
                            search.typesOnly(),
                            search.getFilter(),
                            search.getAttributes().stream().map(this::narrow).toList()),
                    controls);
        }

        @Override
        public LDAPMessage processBindRequest(int id, BindRequestProtocolOp request, List<Control> controls) {
            return server.processBindRequest(id, request, controls);
        }

        @Override
        public LDAPMessage processAddRequest(int id, AddRequestProtocolOp request, List<Control> controls) {
            return server.processAddRequest(id, request, controls);
        }

        @Override
        public LDAPMessage processCompareRequest(int id, CompareRequestProtocolOp request, List<Control> controls) {
            return server.processCompareRequest(id, request, controls);
        }

        @Override
        public LDAPMessage processDeleteRequest(int id, DeleteRequestProtocolOp request, List<Control> controls) {
            return server.processDeleteRequest(id, request, controls);
        }

        @Override
        public LDAPMessage processExtendedRequest(int id, ExtendedRequestProtocolOp request, List<Control> controls) {
            return server.processExtendedRequest(id, request, controls);
        }

        @Override
        public LDAPMessage processModifyRequest(int id, ModifyRequestProtocolOp request, List<Control> controls) {
            return server.processModifyRequest(id, request, controls);
        }

        @Override
        public LDAPMessage processModifyDNRequest(int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
            return server.processModifyDNRequest(id, request, controls);
        }
    }
}
