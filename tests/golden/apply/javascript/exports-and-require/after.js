'use strict';

const http = require('http');
const { URL } = require('url');
const { readFile, writeFile } = require('./files');

const routes = {
  'GET /health': (request, response) => {
    response.end('ok');
  },

  'GET /files': async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const data = await readFile(url.searchParams.get('name'));
    response.end(data);
  },

  'POST /echo': (request, response) => {
    request.pipe(response);
  },
};

const limits = {
  size: 1024,
  seconds: 30,

  check(request) {
    return Number(request.headers['content-length'] || 0) <= this.size;
  },

  reset() {
    this.size = 1024;
    this.seconds = 30;
  },
};

/**
 * Starts a server.
 * @param {number} port
 * @returns {Promise<http.Server>}
 */
function start(port) {
  const server = http.createServer(async (request, response) => {
    const route = routes[`${request.method} ${request.url.split('?')[0]}`];
    if (!route) {
      response.statusCode = 404;
      response.end();
      return;
    }
    try {
      await route(request, response);
    } catch (error) {
      response.statusCode = 500;
      response.end(String(error));
    }
  });
  return new Promise((resolve) => {
    server.listen(port, () => resolve(server));
  });
}

function stop(server) {
  return new Promise((resolve) => server.close(resolve));
}

module.exports = { start, stop, limits, routes };

if (require.main === module) {
  start(Number(process.env.PORT) || 8080);
}
