package waypost.directory;

import com.unboundid.ldap.listener.InMemoryRequestHandler;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.AddResponseProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareResponseProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyDNResponseProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyResponseProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Objects;
import waypost.identity.Secret;

/**
 * One LDAP connection to the embedded directory. The administrator may do everything; everybody else may only bind, to have a password
 * checked, and read the root DSE. A write is answered when it is on the disk. Runs on the connection's own thread.
 */
final class GuardedHandler extends LDAPListenerRequestHandler {
    private final InMemoryRequestHandler memory;
    private final DirectoryGuard guard;
    private boolean administrator;

    GuardedHandler(InMemoryRequestHandler memory, DirectoryGuard guard) {
        this.memory = memory;
        this.guard = guard;
    }

    @Override
    public LDAPListenerRequestHandler newInstance(LDAPListenerClientConnection connection) throws LDAPException {
        return new GuardedHandler(memory.newInstance(connection), guard);
    }

    @Override
    public LDAPMessage processBindRequest(int id, BindRequestProtocolOp request, List<Control> controls) {
        administrator = false;
        DN dn;
        try {
            dn = new DN(request.getBindDN());
        } catch (LDAPException notADn) {
            return bound(id, ResultCode.INVALID_DN_SYNTAX);
        }
        if (request.getCredentialsType() != BindRequestProtocolOp.CRED_TYPE_SIMPLE) {
            return bound(id, ResultCode.AUTH_METHOD_NOT_SUPPORTED);
        }
        var password =
                new Secret(Objects.requireNonNull(request.getSimplePassword()).stringValue());
        if (password.value().isEmpty()) {
            // RFC 4513 §5.1.2: a name without a password proves nothing
            return bound(id, dn.isNullDN() ? ResultCode.SUCCESS : ResultCode.UNWILLING_TO_PERFORM);
        }
        if (dn.equals(guard.administrator())) {
            administrator = guard.password().matches(password);
            memory.setAuthenticatedDN(dn);
            return bound(id, administrator ? ResultCode.SUCCESS : ResultCode.INVALID_CREDENTIALS);
        }
        return bound(id, guard.check(memory.getEntry(dn), password));
    }

    private static LDAPMessage bound(int id, ResultCode code) {
        return new LDAPMessage(id, new BindResponseProtocolOp(code.intValue(), null, null, null, null));
    }

    @Override
    public LDAPMessage processSearchRequest(int id, SearchRequestProtocolOp request, List<Control> controls) {
        boolean rootDse = request.getBaseDN().isEmpty() && request.getScope().equals(SearchScope.BASE);
        return administrator || rootDse
                ? memory.processSearchRequest(id, request, controls)
                : new LDAPMessage(id, new SearchResultDoneProtocolOp(denied(), null, null, null));
    }

    @Override
    public LDAPMessage processCompareRequest(int id, CompareRequestProtocolOp request, List<Control> controls) {
        return administrator
                ? memory.processCompareRequest(id, request, controls)
                : new LDAPMessage(id, new CompareResponseProtocolOp(denied(), null, null, null));
    }

    @Override
    public LDAPMessage processAddRequest(int id, AddRequestProtocolOp request, List<Control> controls) {
        int refusal = guard.full() ? ResultCode.ADMIN_LIMIT_EXCEEDED_INT_VALUE : refusal();
        if (refusal != 0) {
            return new LDAPMessage(id, new AddResponseProtocolOp(refusal, null, null, null));
        }
        LDAPMessage done = memory.processAddRequest(id, request, controls);
        return done.getAddResponseProtocolOp().getResultCode() != 0 || recorded(request.getDN())
                ? done
                : new LDAPMessage(id, new AddResponseProtocolOp(lost(), null, null, null));
    }

    @Override
    public LDAPMessage processDeleteRequest(int id, DeleteRequestProtocolOp request, List<Control> controls) {
        if (refusal() != 0) {
            return new LDAPMessage(id, new DeleteResponseProtocolOp(refusal(), null, null, null));
        }
        List<String> gone = entries(request.getDN());
        LDAPMessage done = memory.processDeleteRequest(id, request, controls);
        return done.getDeleteResponseProtocolOp().getResultCode() != 0 || recorded(gone, request.getDN())
                ? done
                : new LDAPMessage(id, new DeleteResponseProtocolOp(lost(), null, null, null));
    }

    @Override
    public LDAPMessage processModifyRequest(int id, ModifyRequestProtocolOp request, List<Control> controls) {
        if (refusal() != 0) {
            return new LDAPMessage(id, new ModifyResponseProtocolOp(refusal(), null, null, null));
        }
        LDAPMessage done = memory.processModifyRequest(id, request, controls);
        return done.getModifyResponseProtocolOp().getResultCode() != 0 || recorded(request.getDN())
                ? done
                : new LDAPMessage(id, new ModifyResponseProtocolOp(lost(), null, null, null));
    }

    @Override
    public LDAPMessage processModifyDNRequest(int id, ModifyDNRequestProtocolOp request, List<Control> controls) {
        if (refusal() != 0) {
            return new LDAPMessage(id, new ModifyDNResponseProtocolOp(refusal(), null, null, null));
        }
        LDAPMessage done = memory.processModifyDNRequest(id, request, controls);
        return done.getModifyDNResponseProtocolOp().getResultCode() != 0 || recorded(request.getDN(), renamed(request))
                ? done
                : new LDAPMessage(id, new ModifyDNResponseProtocolOp(lost(), null, null, null));
    }

    /** None: a password is changed, and a transaction made, by the operations above, which are recorded (RFC 4511 §4.12). */
    @Override
    public LDAPMessage processExtendedRequest(int id, ExtendedRequestProtocolOp request, List<Control> controls) {
        return new LDAPMessage(
                id, new ExtendedResponseProtocolOp(ResultCode.PROTOCOL_ERROR_INT_VALUE, null, null, null, null, null));
    }

    private static String renamed(ModifyDNRequestProtocolOp request) {
        String superior = request.getNewSuperiorDN();
        DN parent = superior == null ? Names.dn(request.getDN()).getParent() : Names.dn(superior);
        try {
            return new DN(new RDN(request.getNewRDN()), Objects.requireNonNull(parent)).toString();
        } catch (LDAPException impossible) {
            throw new IllegalStateException("an RDN that the server took", impossible);
        }
    }

    /** Ids of what a deletion may take away. */
    private List<String> entries(String dn) {
        try {
            return guard.journal().ids(new DN(dn));
        } catch (LDAPException notADn) {
            return List.of();
        }
    }

    private boolean recorded(String... dns) {
        return recorded(List.of(), dns);
    }

    private boolean recorded(List<String> gone, String... dns) {
        return guard.journal().record(List.of(dns).stream().map(Names::dn).toList(), gone);
    }

    private int refusal() {
        return administrator ? guard.journal().failed() ? lost() : 0 : denied();
    }

    private static int denied() {
        return ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE;
    }

    private static int lost() {
        return ResultCode.UNAVAILABLE_INT_VALUE;
    }
}
