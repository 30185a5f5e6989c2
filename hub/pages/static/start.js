// Starts the GOV.UK components of a page; every page works without it.
import { initAll } from './govuk-frontend.min.js'

initAll()
