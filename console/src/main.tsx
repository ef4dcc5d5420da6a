/** Starts the operators' console. */
import { StrictMode, type ReactElement } from 'react'
import { createRoot } from 'react-dom/client'
import { App as AntApp, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from 'react-router'
import { ApiContext, createApi } from './api/api.ts'
import { createQueries } from './api/queries.ts'
import { fetchBlob, send } from './api/send.ts'
import { useAppearance } from './app/appearance.ts'
import { router } from './app/routes.tsx'
import { themeOf } from './app/theme.ts'
import './styles.css'

dayjs.locale('zh-cn')
const api = createApi(send, fetchBlob)
const queries = createQueries()

function Console(): ReactElement {
  const appearance = useAppearance()
  return (
    <ConfigProvider locale={zhCN} theme={themeOf(appearance)} button={{ autoInsertSpace: false }}>
      <AntApp message={{ maxCount: 3, duration: 5 }}>
        <ApiContext.Provider value={api}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ApiContext.Provider>
      </AntApp>
    </ConfigProvider>
  )
}

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Console />
    </StrictMode>,
  )
}
