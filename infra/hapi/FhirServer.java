import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * HAPI FHIR's own R4 server over its JPA store: {@code FhirServer PORT}, then {@code http://127.0.0.1:PORT/fhir}.
 *
 * <p>It has what a record server has by default (create, read, search, transactions, {@code $everything}) and no
 * interceptor of any kind, so that nothing is checked or logged that need not be.
 */
public final class FhirServer {
    /** A reading of a whole record may come in one page: the hub sends it in one too. */
    private static final int LARGEST_PAGE = 20_000;

    private FhirServer() {}

    public static void main(String[] arguments) throws Exception {
        var parts = new AnnotationConfigApplicationContext(Storage.class);
        var servlet = new ServletHolder(fhirOf(parts));
        servlet.setInitOrder(1);
        var servlets = new ServletContextHandler("/");
        servlets.addServlet(servlet, "/fhir/*");
        var web = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
        web.setHandler(servlets);
        web.start();
    }

    private static RestfulServer fhirOf(ApplicationContext parts) {
        var pages = parts.getBean(DatabaseBackedPagingProvider.class);
        pages.setMaximumPageSize(LARGEST_PAGE);
        var fhir = new RestfulServer(parts.getBean(FhirContext.class));
        fhir.registerProviders(parts.getBean(ResourceProviderFactory.class).createProviders());
        fhir.registerProvider(parts.getBean(IJpaSystemProvider.class));
        fhir.setPagingProvider(pages);
        return fhir;
    }
}
