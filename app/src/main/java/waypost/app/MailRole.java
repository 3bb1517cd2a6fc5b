package waypost.app;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import waypost.cluster.AccountResolver;
import waypost.cluster.PeerGate;
import waypost.cluster.TrustedPeers;
import waypost.config.Configuration;
import waypost.config.ListenerSection;
import waypost.config.NodeSection.Role;
import waypost.config.ServicesSection;
import waypost.delivery.Keeper;
import waypost.delivery.LocalReception;
import waypost.delivery.QueueBell;
import waypost.identity.NodeName;
import waypost.mapping.Mapping;
import waypost.net.Endpoint;
import waypost.net.ListenerSpec;
import waypost.net.LoginService;
import waypost.net.Protection;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.smtp.Extension;
import waypost.protocol.smtp.LmtpSession;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.SmtpService;
import waypost.store.Store;

/** Mail coming in to a store: reception by LMTP, from front ends, from other stores and from this same process, and what it keeps for others. */
final class MailRole {
    private final Configuration configuration;
    private final NodeParts parts;
    private final NodeName self;
    private final String host;
    private final long maxSize;
    private final LocalReception reception;

    MailRole(Configuration configuration, NodeParts parts, Store store, AccountResolver resolver, Mapping mapping) {
        this.configuration = configuration;
        this.parts = parts;
        this.self = configuration.node().name();
        this.host = HostName.of(configuration);
        ServicesSection services = configuration.services();
        this.maxSize = Math.max(
                services.smtp().maxMessageSize().bytes(),
                services.submission().maxMessageSize().bytes());
        QueueBell bell = new QueueBell();
        SmtpReply overQuota = switch (configuration.quota().whenOver()) {
            case DEFER -> LocalReception.OVER_QUOTA_FOR_NOW;
            case REFUSE -> LocalReception.OVER_QUOTA;
        };
        this.reception = new LocalReception(
                new LocalReception.Parts(host, store, resolver, InstantSource.system(), overQuota), bell);
        NodeDialing dialing = new NodeDialing(configuration, parts.nodes(), parts.tls(), NodePlaces.UNCOUNTED);
        Keeper keeper = parts.closing()
                .with(new Keeper(
                        store,
                        reception,
                        new Keeper.Surroundings(
                                self, host, parts.nodes(), mapping, parts.net(), dialing, InstantSource.system()),
                        bell));
        keeper.start();
    }

    void listen(TrustedPeers peers) throws Complaint {
        ServicesSection.Internal lmtp = configuration.services().lmtp();
        PeerGate gate = new PeerGate(peers, peer -> LmtpSession.afterLogin(service(), reception));
        for (ListenerSection section : lmtp.listeners()) {
            ListenerSetup setup = new ListenerSetup(section, host, parts.tls(), parts.tickets());
            LoginService service = new LoginService(
                    parts.net(),
                    "LMTP",
                    setup.startTls(),
                    peer -> setup.lmtp(peer, maxSize),
                    gate,
                    FrontEnd.limits(lmtp.idleTimeout()),
                    lmtp.idleTimeout());
            parts.listeners().open(setup.spec("lmtp"), wire -> service.handler());
        }
        if (configuration.node().is(Role.PROXY)) {
            ListenerSpec own =
                    ListenerSpec.internal("lmtp-own", Endpoint.local(NodeDialing.local(self)), new Protection.Clear());
            parts.listeners().open(own, wire -> new OwnFrontEnd(lmtp.idleTimeout()));
        }
    }

    private SmtpService service() {
        return new SmtpService(
                host,
                SmtpService.Dialect.LMTP,
                SmtpService.Admission.AFTER_LOGIN,
                maxSize,
                Set.of(Extension.SMTPUTF8, Extension.WAYPOST),
                SaslOffer.NOTHING);
    }

    /** A connection from the front end of this same process, which needs no log-in. */
    private final class OwnFrontEnd implements WireHandler {
        private final Duration idle;

        OwnFrontEnd(Duration idle) {
            this.idle = idle;
        }

        @Override
        public void connected(Wire wire) {
            SmtpService trusted = new SmtpService(
                    host,
                    SmtpService.Dialect.LMTP,
                    SmtpService.Admission.ANYONE,
                    maxSize,
                    Set.of(Extension.SMTPUTF8, Extension.WAYPOST),
                    SaslOffer.NOTHING);
            wire.serve(LmtpSession.open(trusted, reception), idle);
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {
            // served from its first byte on
        }

        @Override
        public void closed(Wire wire, String why) {
            // the session hears of it
        }
    }
}
