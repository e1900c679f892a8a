package dev.inlay.provider.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.TenantPropagation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;

/** A real Tomcat on loopback with three threads, which looks at each of them after every piece of work. */
final class Container implements AutoCloseable {

    /** Answers a request. */
    interface Handler {
        void handle(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private final Tomcat tomcat = new Tomcat();
    private final Context context;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> leftBehind = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor threads;

    Container(Path folder, Inlay inlay, Filter filter) {
        LogManager.getLogManager().reset(); // it would log each fault that a test provokes
        threads = new ThreadPoolExecutor(3, 3, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>()) {
            @Override
            protected void afterExecute(Runnable task, @Nullable Throwable failure) {
                inlay.tenants().currentIfBound().ifPresent(tenant -> leftBehind.add(tenant.toString()));
            }
        };
        tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.getProtocolHandler().setExecutor(threads);
        tomcat.setConnector(connector);
        context = tomcat.addContext("", folder.toString());
        addFilter("tenant", filter);
    }

    /** Puts another filter behind the first. */
    Container behind(Filter filter) {
        addFilter("behind", filter);
        return this;
    }

    private void addFilter(String name, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(name);
        map.addURLPattern("/*");
        for (DispatcherType type : DispatcherType.values()) {
            map.setDispatcher(type.name());
        }
        context.addFilterMap(map);
    }

    Container serve(String path, Handler handler) {
        Wrapper servlet = Tomcat.addServlet(context, path, new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws IOException, ServletException {
                handler.handle(request, response);
            }
        });
        servlet.setAsyncSupported(true);
        servlet.addMapping(path);
        return this;
    }

    Container errorsTo(String path) {
        ErrorPage page = new ErrorPage();
        page.setLocation(path);
        context.addErrorPage(page);
        return this;
    }

    Container open() throws LifecycleException {
        tomcat.start();
        return this;
    }

    HttpResponse<String> get(String path, String... tenantHeaders) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path));
        for (String header : tenantHeaders) {
            request.header(TenantPropagation.HEADER, header);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Stops, and checks that no thread was left bound after any piece of work. */
    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        threads.shutdown();
        assertThat(ended()).as("the container's threads have ended").isTrue();
        assertThat(leftBehind)
                .as("tenants left behind on the container's threads")
                .isEmpty();
    }

    private boolean ended() {
        try {
            return threads.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
